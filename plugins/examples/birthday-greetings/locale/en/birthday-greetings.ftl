example-birthday-greetings-about = Keeps clients’ birthdays, shows whose is coming, and greets those by mail who like to be written to.
example-birthday-greetings-mail-about = Birthday greetings, once a year, to clients who have consented to marketing
permission-example-birthday-greetings-read = See birthdays
permission-example-birthday-greetings-write = Note and change birthdays
place-example-birthday-greetings = Birthdays
slot-example-birthday-greetings-birthday = Birthday

example-birthday-greetings-on = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  }
example-birthday-greetings-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  }
example-birthday-greetings-in-days = { $days ->
    [0] today
    [1] tomorrow
   *[other] in { $days } days
  }
example-birthday-greetings-mark = { $days ->
    [0] Birthday today
    [1] Birthday tomorrow
   *[other] Birthday in { $days } days
  }
example-birthday-greetings-turns = turns { $years }
example-birthday-greetings-unknown = Nobody has noted it yet.
example-birthday-greetings-note = Note the birthday
example-birthday-greetings-change = Change the birthday
example-birthday-greetings-remove = Remove
example-birthday-greetings-save = Save
example-birthday-greetings-day = Day
example-birthday-greetings-month-of = Month
example-birthday-greetings-year = Year of birth
example-birthday-greetings-optional = optional
example-birthday-greetings-greeting-yes = Will be greeted by mail.
example-birthday-greetings-greeting-off = Nobody is greeted by mail: this is switched off in the settings.
example-birthday-greetings-greeting-no-consent = Will not be greeted by mail: no consent to marketing is known.
example-birthday-greetings-greeting-no-address = Will not be greeted by mail: there is no e-mail address.

example-birthday-greetings-who = Client
example-birthday-greetings-when = When
example-birthday-greetings-more = Show more
example-birthday-greetings-empty = No birthdays yet
example-birthday-greetings-empty-hint = Note birthdays on your clients’ cards, and the next ones will stand here.

example-birthday-greetings-subject = Happy birthday, { $name }!
example-birthday-greetings-text =
    Hello { $name },

    happy birthday! We wish you a wonderful day and look forward to seeing you again.

    { $salon }
example-birthday-greetings-nameless = dear guest

setting-example-birthday-greetings-send-greetings = Send greetings by mail
    .hint = Only clients who have consented to marketing get one.
setting-example-birthday-greetings-hour = Hour of the day
    .hint = From 0 to 23. Greetings are sent from this hour on.
setting-example-birthday-greetings-subject = Subject
    .hint = { "{" }name{ "}" } stands for the client’s name and { "{" }salon{ "}" } for yours. Left empty, we choose the words.
setting-example-birthday-greetings-text = Text
    .hint = { "{" }name{ "}" } stands for the client’s name and { "{" }salon{ "}" } for yours. Left empty, we choose the words.

example-birthday-greetings-table-birthdays = Birthdays
example-birthday-greetings-table-consents = Who likes to be written to
example-birthday-greetings-table-greetings = Greetings
example-birthday-greetings-erases-birthdays = { $count ->
    [one] A birthday
   *[other] { $count } birthdays
  }
example-birthday-greetings-erases-consents = { $count ->
    [one] Whether they like to be written to
   *[other] Whether they like to be written to, { $count } times
  }
example-birthday-greetings-erases-greetings = { $count ->
    [one] That a greeting was sent
   *[other] That { $count } greetings were sent
  }

event-example-birthday-greetings-birthday-set = { $who } noted the birthday
event-example-birthday-greetings-birthday-removed = { $who } removed the birthday
event-example-birthday-greetings-greeting-written = { $who } sent a birthday greeting

field-example-birthday-greetings_not_born_yet = lies ahead; choose a year that has come
field-example-birthday-greetings_unknown_place = has “{ $place }” between braces, which stands for nothing
