"""A stand-in for a payment gateway outside the chat: people pay on its page, it tells the shop by signed calls.

The shop makes the address to pay at and signs it with a key both know (`bills`). What a script may break on
purpose is in `faults`. Nothing here leaves the machine: only loopback is ever notified.

    gateway = Gateway(world, key="a shared secret")
    app = create_app(world, beside=[gateway.notices.run])
    app.include_router(create_router(gateway))
"""
