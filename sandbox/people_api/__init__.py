"""The people API: being a person, a clock and a saboteur over HTTP, for tests, tours and scripts.

Not here: what an act does (`acts`) and what is seen (`sight`). `chat` is a bot's @username or id, a group's id, or left
out for the first bot. What can't be done is a 422 whose `detail` says why.
"""
