welcome-about = Welcomes new clients.
permission-welcome-read = See gifts
permission-welcome-write = Give
event-welcome-gift-given = { $who } gave a voucher
welcome-greetings =
    Welcome
    Good to see you
welcome-given = Has a voucher
welcome-waits = A voucher waits for them.
setting-welcome-sender = Sender
setting-welcome-remind-hours = Hours before
setting-welcome-api-key = Key
field-welcome_no_list = is no list
