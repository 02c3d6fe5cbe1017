# Pages, mails and errors of sign-in, accounts, users, roles and tokens.

## Frames and words used everywhere

region-language = Language
region-back = Back
region-save = Save
region-remove = Remove
region-actions = Actions
region-copy = Copy
region-copied = Copied
region-last-used = Last used
region-good-until = Good until

## Fields

region-field-email = E-mail
region-field-password = Password
region-field-name = Name
region-field-code = Code
region-field-current = Password so far
region-field-proof = Your password
region-field-locale = Language
region-field-role = Role
region-field-salon-name = Name of the salon
region-field-salon-slug = Short name for addresses
    .hint = Small letters, digits and hyphens, for example hair-and-more. It cannot be changed later.
region-field-salon-country = Country
region-field-owner-name = Your name
region-field-owner-email = Your e-mail
region-field-owner-password = Your password
region-new-password-hint = At least ten characters. A few words are easy to remember and hard to guess.

## Signing in

region-sign-in = Sign in
region-sign-out = Sign out
region-forgotten = Forgotten your password?
region-back-to-sign-in = Back to sign-in
region-code-title = One more step
region-code-lead = Enter the code that your authenticator app shows, or one of your recovery codes.
region-start-again = Start again
region-recovery-lead = We send you a link with which you set a new password.
region-recovery-go = Send link
region-recovery-sent = Look into your mail
region-recovery-sent-lead = If someone signs in with this address, a link is on its way. It is good for one hour.
region-new-password = New password

## First start

region-start = Your first salon
region-start-lead = The program printed a code when it started. It shows that this place is yours.
region-start-salon = The salon
region-start-owner = You
region-start-go = Begin
region-country-DE = Germany
region-country-NL = Netherlands
region-country-PL = Poland
region-country-IT = Italy
region-country-AT = Austria
region-country-BE = Belgium
region-country-CH = Switzerland
region-country-GB = United Kingdom
region-country-IE = Ireland
region-country-LI = Liechtenstein
region-country-LU = Luxembourg
region-country-SM = San Marino

## Invitations

region-invitation = Welcome to { $salon }
region-invitation-new = You will sign in with { $email }. Tell us your name and choose a password.
region-invitation-known = You sign in with { $email }, as always. The salon is added to yours.
region-invitation-go = Accept

## The own account

region-account = Your account
region-about-you = About you
region-password = Password
region-change-password = Change password
region-second-factor = Second factor
region-second-factor-short = Second factor
region-second-factor-on = Switch on
region-second-factor-off = Switch off
region-second-factor-is-on = You sign in with a code from your phone.
region-second-factor-why = Besides the password, a code from your phone: someone who learns your password cannot get in.
region-papers-left = { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
region-enrol-scan = Scan this picture with an authenticator app, then enter the code that it shows.
region-enrol-picture = Picture to scan with an authenticator app
region-enrol-type = Or type this into the app:
region-papers = Your recovery codes
region-papers-why = For when your phone is lost. Write them down now: they are not shown again. Each is good once.
region-papers-kept = I have written them down
region-sessions = Where you are signed in
region-device = Device
region-device-unknown = Unknown device
region-this-device = This device
region-end-session = Sign out there
region-end-others = Sign out everywhere else
region-salons = Which salon?
region-no-salon = You belong to no salon
region-no-salon-why = Ask the owner of your salon to invite you.

## Users and roles of a salon

region-users = Users
region-invite = Invite someone
region-invite-go = Send invitation
region-invitations = Open invitations
region-withdraw = Take back
region-role-of = Role of { $name }
region-role-owner = Owner
region-role-manager = Manager
region-role-staff = Staff
region-roles = Roles
region-roles-lead = What managers and staff may do. Owners may do everything.
permission-users-manage = Manage users and roles
permission-tokens-manage = Manage tokens for programs
permission-features-manage = Switch features on and off

## Changes of access

region-undo = Undo
region-disable = Disable
region-enable = Enable
region-disabled = Disabled
region-somebody = somebody
region-changes = Changes
region-all-changes = All changes
region-older-changes = Older changes
region-changes-lead = Who changed what about users, roles, tokens and ways to sign in. Nothing here can be changed or removed.
region-when = When
region-who = Who
region-what = What
region-change-salon-created = The salon was made
region-change-user-joined = { $about } joined as { $role }
region-change-user-role-changed = { $about } is now { $role }
region-change-user-removed = { $about } was removed
region-change-user-restored = The removal of { $about } was undone
region-change-user-disabled = { $about } was disabled
region-change-user-enabled = { $about } was enabled
region-change-role-changed = What the role { $about } may do was changed
region-change-feature-switched-on = { $about } was switched on
region-change-feature-switched-off = { $about } was switched off
region-change-feature-granted = { $about } got what it asked for
region-change-feature-data-removed = { $about }: the data was removed
region-change-token-made = The token { $about } was made
region-change-token-revoked = The token { $about } was ended
region-change-invitation-sent = An invitation was sent: { $role }
region-change-invitation-withdrawn = An invitation was taken back
region-change-password-changed = { $about } got a new password
region-change-second-factor-switched-on = { $about } switched the second factor on
region-change-second-factor-switched-off = The second factor of { $about } was switched off
region-change-sign-in-failed = Several wrong passwords or codes in a row for { $about }

## Tokens of a salon

region-tokens = Tokens
region-tokens-lead = A token lets a program work with this salon. It can do at most what its maker may do.
region-tokens-document = Read and try what programs can do in this salon
region-no-tokens = No program works with this salon yet.
region-new-token = New token
region-token-name = What it is for
    .hint = So that you know it again, for example: website, accounting.
region-token-may = What it may do
region-token-all = Everything its maker may
region-token-by = Made by
region-token-operator = Operator
region-token-never = Never
region-token-validity = Good for
region-token-for-good = For good
region-token-days = { $days } days
region-token-made = The new token
region-token-once = Copy it now: it is not shown again.
region-revoke = End

## What was done

region-done-signed-out = You are signed out.
region-done-started = The salon is ready. Sign in.
region-done-joined = You are in. Sign in.
region-done-password = The password is changed.
region-done-saved = Saved.
region-done-session-ended = Signed out there.
region-done-sessions-ended = Signed out everywhere else.
region-done-second-factor-off = The second factor is off.
region-done-invited = The invitation is on its way.
region-done-withdrawn = The invitation is taken back.
region-done-role-changed = The role is changed.
region-done-removed = Removed from the salon.
region-done-restored = The removal is undone.
region-done-disabled = Disabled. They cannot enter this salon for now.
region-done-enabled = Enabled.
region-done-revoked = The token is ended.

## What stands against it

error-sign_in_failed = E-mail and password do not belong together.
error-sign_in_expired = That took too long. Sign in again.
error-code_wrong = The code is wrong or was used before.
    .detail = Wait for the next code in your app.
error-slow_down = Too many attempts.
    .detail = { $seconds ->
            [one] Try again in one second.
           *[other] Try again in { $seconds } seconds.
        }
error-slug_taken = Another salon has this short name.
error-email_taken = Someone signs in with this address already.
error-second_factor_on = The second factor is on already.
error-recovery_spent = This link is used or too old.
    .detail = Ask for a new one at the sign-in.
error-invitation_spent = This invitation is used, taken back or too old.
    .detail = Ask the salon for a new one.
error-last_owner = A salon needs an owner.
    .detail = Make someone else an owner first.
error-last_owner_of = { $salon } would have no owner left.
    .detail = Make someone else an owner there first.
error-disabled_by_operator = The operator has disabled this person for all salons.
error-owners_may_all = Owners may do everything; that cannot be changed.
error-already_member = This person belongs to the salon already.
error-mail_not_set_up = No mail can be sent from here.
    .detail = The operator has not set a mail server.
field-slug_malformed = Small letters, digits and single hyphens, beginning with a letter, 40 at most.
field-slug_reserved = This word is needed for other addresses.
field-slug_taken = Another salon has this short name.
field-email_malformed = This is no e-mail address.
field-email_taken = Someone signs in with this address already.
field-name_malformed = A name has at most 100 characters, all of them visible.
field-password_short = At least { $least } characters.
field-password_long = At most { $most } characters.
field-password_common = This password is guessed first. Choose another.
field-password_wrong = The password is wrong.
field-setup_code_wrong = This is not the code that the program printed.
field-code_wrong = The code is wrong or was used before.
field-already_member = This person belongs to the salon already.
field-unknown_permission = There is no such permission.
field-not_yours = You may not do this yourself, so you cannot hand it out.
field-in_the_past = It must lie in the future.
field-unknown_country = Two letters of a country, for example DE.
field-unknown_locale = One of en, de, nl, pl, it.
field-unknown_time_zone = A time zone, for example Europe/Berlin.

## Mails

mail-recovery-subject = A new password for Kartoteka
mail-recovery-body =
    Hello { $name },

    with this link you set a new password. It is good for one hour and once:

    { $link }

    If you did not ask for it, you need not do anything: nothing has changed.
mail-invitation-subject = { $salon } invites you
mail-invitation-body =
    Hello,

    { $salon } keeps its client cards in Kartoteka and invites you to work with them. Follow this link within seven days:

    { $link }

    If you do not know the salon, you need not do anything.

## Features of a salon

area-features = Features
region-features = Add feature
region-features-lead = Switch on what your salon needs. Other salons do not notice. What a feature has written stays when you switch it off, and is there again when you switch it on.
region-no-features = There is nothing to switch on in this region.
region-feature-on = on
region-feature-is-on = “{ $feature }” is on.
region-feature-is-off = “{ $feature }” is off. What it has written is kept.
region-feature-open = Open
region-feature-more = What it adds and may read
region-feature-appears = Appears
region-feature-reads = May read
region-feature-hears = Is told of
region-feature-mail = Writes mails
region-feature-hosts = Sends to
region-feature-api = Does in your name
region-feature-asks = This feature asks for more than you agreed to
region-feature-asks-until = Until you agree it works without.
region-feature-agree = Agree
region-feature-asks-reads = It wants to read: { $what }
region-feature-asks-listens = It wants to be told of: { $what }
region-feature-asks-mail = It wants to write mails: { $about }
region-feature-asks-hosts = It wants to send to { $host }: { $about }
region-feature-asks-api = It wants to do in the name of who uses it: { $what }
region-feature-permissions = Permissions it brings
region-feature-requires = Needs
region-feature-works-with = Does more with
region-feature-switch-on = Switch on
region-feature-switch-off = Switch off
region-feature-all-on = Switch all of them on
region-feature-all-off = Switch all of them off
region-place-rail = In the bar at the side
region-place-settings = In the settings
region-place-client-section = A section of the card
region-place-client-actions = An action on the card
region-place-client-marks = A mark on the card and in the list
region-place-phone-link = What happens at a phone number
region-feature-data = Data of “{ $feature }”
region-feature-data-lead = What this feature has written in this salon. Take it along as a file, or remove it.
region-feature-export = Download everything
region-feature-remove = Remove it for good
region-feature-remove-off-first = Switch the feature off first. Until then nothing can be removed.
region-feature-remove-warning = All of this goes, also from the records of what was changed, and cannot be taken back. Download it first if you may need it.
region-feature-remove-type = Type “{ $feature }” to confirm
region-feature-remove-go = Remove
region-feature-not-confirmed = This is not “{ $feature }”
region-receipt = Receipt
region-feature-removed = Removed
region-feature-removed-lead = Nothing of what “{ $feature }” had written is left in this salon. Print this page if you need a proof.
region-feature-data-link = Data
region-feature-unavailable = Its tables could not be brought up to date, so it cannot be used. What it keeps is untouched, and the operator was told.
region-feature-rests = It failed several times and is tried again at { $until }.
region-feature-missed = { $count ->
    [one] One event could not be told to it and was set aside.
   *[other] { $count } events could not be told to it and were set aside.
  }
error-feature_on = Switch “{ $feature }” off first
region-cancel = Cancel
error-requirements_off = { $feature } needs { $others }
    .detail = Switch that on first, or all at once.
error-removal_under_way = What “{ $feature }” kept is still being removed
    .detail = Try again in a moment.
error-required_by_others = { $others } cannot do without { $feature }
    .detail = Switch that off first, or all at once. What they have written stays.
error-feature_failed = “{ $feature }” cannot answer at the moment
    .detail = Nothing was changed. Try again in a moment, or switch the feature off.
error-feature_too_slow = “{ $feature }” took too long
    .detail = What it was asked for may not have been done. Look before you try again.
error-feature_unavailable = “{ $feature }” cannot be used at the moment
    .detail = Its tables could not be brought up to date. What it keeps is untouched, and the operator was told.
error-feature_resting = This feature is not available at the moment
    .detail = It failed several times and is tried again shortly.
