# 某种付款方式另收的手续费。

button-pay-outside-fee = 💳 { $gateway }（另加手续费 { $fee }）
payment-fee = “{ $way }”另收手续费 { $fee }，到那边一共付 <b>{ $amount }</b>。用余额付不收手续费。
top-up-fee = “{ $way }”另收手续费 { $fee }，到那边一共付 <b>{ $amount }</b>。
movement-with-fee = { $of ->
        [back] { $what }（含手续费 { $fee }）
       *[top] { $what }（另付手续费 { $fee }）
    }
receipt-fee = 支付手续费
