//! Tokens do at most what their makers may.

use uuid::Uuid;

use super::{
    Place, code_of,
    place::{PASSWORD, from, salon},
};
use crate::region::{NewToken, Role, TokenMaker, sign_in::SignedIn};

#[tokio::test]
async fn a_token_shrinks_with_its_maker_and_dies_with_the_membership() {
    let place = Place::new().await;
    let region = &place.region;
    let owner = place.call(place.owner).await;
    let manager = place.member("Maja", Role::Manager).await;
    let may = ["clients.read", "clients.write", "tokens.manage"].map(str::to_owned);
    region
        .change_role(&owner, Role::Manager, &may)
        .await
        .unwrap();
    let call = place.call(manager).await;
    let names = Some(vec!["clients.write".to_owned(), "clients.read".to_owned()]);
    let (_, text) = region
        .make_token(&call, "Website".to_owned(), names, None)
        .await
        .unwrap();
    let access = region.authenticate_token(&text).await.unwrap().unwrap();
    let allowed = access.permissions_in(place.salon.id).unwrap();
    assert_eq!(
        allowed.iter().collect::<Vec<_>>(),
        ["clients.read", "clients.write"]
    );
    let less = ["clients.read".to_owned()];
    region
        .change_role(&owner, Role::Manager, &less)
        .await
        .unwrap();
    let access = region.authenticate_token(&text).await.unwrap().unwrap();
    let allowed = access.permissions_in(place.salon.id).unwrap();
    assert_eq!(allowed.iter().collect::<Vec<_>>(), ["clients.read"]);
    region.remove_user(&owner, manager).await.unwrap();
    assert!(region.authenticate_token(&text).await.unwrap().is_none());
}

#[tokio::test]
async fn nobody_puts_into_a_token_what_they_do_not_have() {
    let place = Place::new().await;
    let region = &place.region;
    let owner = place.call(place.owner).await;
    let manager = place.member("Maja", Role::Manager).await;
    let may = ["clients.read", "tokens.manage"].map(str::to_owned);
    region
        .change_role(&owner, Role::Manager, &may)
        .await
        .unwrap();
    let call = place.call(manager).await;
    let names = Some(vec!["clients.read".to_owned(), "clients.erase".to_owned()]);
    let refused = region
        .make_token(&call, "Website".to_owned(), names, None)
        .await;
    assert_eq!(code_of(refused), "invalid /permissions/1 not_yours");
}

#[tokio::test]
async fn the_operators_token_may_all_unless_narrowed() {
    let place = Place::new().await;
    let new = |permissions| NewToken {
        name: "Import".to_owned(),
        maker: TokenMaker::Operator,
        permissions,
        expires_at: None,
    };
    let region = &place.region;
    let text = region
        .create_token(place.salon.id, new(None))
        .await
        .unwrap();
    let access = region.authenticate_token(&text).await.unwrap().unwrap();
    let all = access.permissions_in(place.salon.id).unwrap();
    assert!(all.allow("clients.erase") && all.allow("tokens.manage"));
    let names = Some(vec!["clients.read".to_owned()]);
    let text = region
        .create_token(place.salon.id, new(names))
        .await
        .unwrap();
    let access = region.authenticate_token(&text).await.unwrap().unwrap();
    let few = access.permissions_in(place.salon.id).unwrap();
    assert_eq!(few.iter().collect::<Vec<_>>(), ["clients.read"]);
}

#[tokio::test]
async fn a_revoked_token_is_dead_at_once_and_a_made_up_one_never_lived() {
    let place = Place::new().await;
    let region = &place.region;
    let call = place.call(place.owner).await;
    let (token, text) = region
        .make_token(&call, "Kasse".to_owned(), None, None)
        .await
        .unwrap();
    assert!(region.authenticate_token(&text).await.unwrap().is_some());
    // It is noted beside the request.
    let noted = async || {
        let shown = region.show_token(&call, token.id).await.unwrap();
        shown.last_used_at.is_some()
    };
    while !noted().await {
        tokio::task::yield_now().await;
    }
    region.revoke_token(&call, token.id).await.unwrap();
    assert!(region.authenticate_token(&text).await.unwrap().is_none());
    assert_eq!(
        code_of(region.revoke_token(&call, token.id).await),
        "not_found"
    );
    assert!(
        region
            .authenticate_token("kt_nonsense")
            .await
            .unwrap()
            .is_none()
    );
    assert!(region.authenticate_token("").await.unwrap().is_none());
}

#[tokio::test]
async fn nobody_is_of_a_salon_that_is_not_theirs() {
    let place = Place::new().await;
    let region = &place.region;
    let other = region.create_salon(salon("nagel")).await.unwrap();
    let call = place.call(place.owner).await;
    let (_, text) = region
        .make_token(&call, "Kasse".to_owned(), None, None)
        .await
        .unwrap();
    let token = region.authenticate_token(&text).await.unwrap().unwrap();
    assert!(token.permissions_in(other.id).is_none());
    let signed_in = region.sign_in("anna@example.org", PASSWORD, from(1)).await;
    let SignedIn::Session(cookie) = signed_in.unwrap() else {
        panic!("no second factor is on")
    };
    let session = region.authenticate_session(&cookie).await.unwrap().unwrap();
    assert!(session.permissions_in(other.id).is_none());
    assert!(session.permissions_in(Uuid::nil()).is_none());
    assert!(session.permissions_in(place.salon.id).is_some());
}
