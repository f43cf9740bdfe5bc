"""What happens in the world when people act: say, tap, pay, join, block; and how the bots are told.

Not here: HTTP (`people_api`) and the bots' own deeds (`api`). An act is a plain function of the world; it
raises `Impossible` with a sentence for the person, and then nothing has changed. Call it inside `with
world.writing():`.
"""
