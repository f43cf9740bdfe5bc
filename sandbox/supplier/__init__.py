"""A stand-in for suppliers: they sell codes and top-ups to the shop by signed calls, and report what came later.

Each has a name, a key it shares with the shop, and a journal of what it really did. What a script may break on
purpose is in `faults`. Nothing here leaves the machine: only loopback is ever called back.

    depot = Depot(world, name="east", key="a shared secret", articles=[Article("STEAM50", 4500, "CNY", 100)])
    app = create_app(world, beside=[depot.calls.run])
    app.include_router(create_router([depot]))
"""
