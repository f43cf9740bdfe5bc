"""The local Telegram: a Bot API server on loopback, its people, and the faults a script asks for.

The shop's bot talks to it through the real client libraries; nothing of the shop is known here.

    python -m sandbox --port 8081 --db sandbox.sqlite3 --bot 1000001:SECRET:xiaoer_bot

From Python: `server.create_app(World(path))` to serve it, `client.Sandbox(url)` to be a person in it.
"""
