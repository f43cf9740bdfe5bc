"""A stand-in for a gateway of the sign-and-callback kind: signed forms in, signed notices out, asked by signed forms.

Beside `sandbox.gateway` because it speaks another dialect and can give money back. What a script may break on purpose,
for one payment or for any, is in `faults`; what really moved is in `journal`. Nothing here leaves the machine.

    desk = Desk(world, merchant="1001", key="a shared secret")
    app = create_app(world, beside=[desk.notices.run])
    app.include_router(create_router(desk))
"""
