//! Who may make whom what.

use uuid::Uuid;

use super::{Place, code_of, place::salon};
use crate::region::Role;

#[tokio::test]
async fn a_salon_keeps_its_last_owner() {
    let place = Place::new().await;
    let call = place.call(place.owner).await;
    let region = &place.region;
    let step_down = region
        .change_user_role(&call, place.owner, Role::Staff)
        .await;
    assert_eq!(code_of(step_down), "last_owner");
    let leave = region.remove_user(&call, place.owner).await;
    assert_eq!(code_of(leave), "last_owner");
    let bea = place.member("Bea", Role::Owner).await;
    assert_eq!(code_of(region.remove_user(&call, place.owner).await), "ok");
    let call = place.call(bea).await;
    assert_eq!(code_of(region.remove_user(&call, bea).await), "last_owner");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_owners_do_not_leave_at_one_time() {
    let place = Place::new().await;
    let bea = place.member("Bea", Role::Owner).await;
    let (one, other) = (place.call(place.owner).await, place.call(bea).await);
    let (one, other) = tokio::join!(
        place.region.remove_user(&one, place.owner),
        place.region.remove_user(&other, bea),
    );
    let mut codes = [code_of(one), code_of(other)];
    codes.sort();
    assert_eq!(codes, ["last_owner", "ok"]);
}

#[tokio::test]
async fn nobody_hands_out_what_they_do_not_have() {
    let place = Place::new().await;
    let region = &place.region;
    let owner = place.call(place.owner).await;
    let manager = place.member("Maja", Role::Manager).await;
    let staff = place.member("Stef", Role::Staff).await;
    let may = ["clients.read", "clients.write", "users.manage"].map(str::to_owned);
    region
        .change_role(&owner, Role::Manager, &may)
        .await
        .unwrap();
    let call = place.call(manager).await;
    let promote = region.change_user_role(&call, staff, Role::Owner).await;
    assert_eq!(code_of(promote), "forbidden");
    let depose = region.remove_user(&call, place.owner).await;
    assert_eq!(code_of(depose), "forbidden");
    let all = ["clients.read", "clients.erase"].map(str::to_owned);
    let widen = region.change_role(&call, Role::Staff, &all).await;
    assert_eq!(code_of(widen), "forbidden");
    let promote = region.change_user_role(&call, staff, Role::Manager).await;
    assert_eq!(promote.unwrap().role, Role::Manager);
}

#[tokio::test]
async fn a_changed_role_counts_at_once_and_in_its_salon_alone() {
    let place = Place::new().await;
    let region = &place.region;
    let owner = place.call(place.owner).await;
    let staff = place.member("Stef", Role::Staff).await;
    let other = region.create_salon(salon("nagel")).await.unwrap();
    region
        .set_member(other.id, staff, Role::Staff)
        .await
        .unwrap();
    let only = ["clients.read".to_owned()];
    region
        .change_role(&owner, Role::Staff, &only)
        .await
        .unwrap();
    let may = region.permissions_of(staff).await.unwrap();
    assert!(!may[&place.salon.id].allow("clients.write"));
    assert!(may[&other.id].allow("clients.write"));
    let roles = region.list_roles(&owner).await.unwrap();
    assert_eq!(roles[2].permissions, only);
    let odd = ["clients.fly".to_owned()];
    let unknown = region.change_role(&owner, Role::Staff, &odd).await;
    assert_eq!(
        code_of(unknown),
        "invalid /permissions/0 unknown_permission"
    );
}

#[tokio::test]
async fn without_the_permission_every_operation_refuses() {
    let place = Place::new().await;
    let region = &place.region;
    let call = place.call(place.member("Stef", Role::Staff).await).await;
    let none = Uuid::nil();
    let codes = [
        code_of(region.list_users(&call, None, 10).await),
        code_of(region.show_user(&call, place.owner).await),
        code_of(
            region
                .change_user_role(&call, place.owner, Role::Staff)
                .await,
        ),
        code_of(region.remove_user(&call, place.owner).await),
        code_of(region.list_roles(&call).await),
        code_of(region.change_role(&call, Role::Staff, &[]).await),
        code_of(
            region
                .invite_user(&call, "x@example.org", Role::Staff)
                .await,
        ),
        code_of(region.list_invitations(&call, None, 10).await),
        code_of(region.withdraw_invitation(&call, none).await),
        code_of(region.list_tokens(&call, None, 10).await),
        code_of(region.make_token(&call, "x".to_owned(), None, None).await),
        code_of(region.revoke_token(&call, none).await),
    ];
    assert!(codes.iter().all(|code| code == "forbidden"), "{codes:?}");
}

#[tokio::test]
async fn users_of_another_salon_are_not_there() {
    let place = Place::new().await;
    let region = &place.region;
    let other = region.create_salon(salon("nagel")).await.unwrap();
    let stranger = super::place::user("otto@example.org", "Otto");
    let stranger = region.create_user(stranger).await.unwrap();
    region
        .set_member(other.id, stranger, Role::Owner)
        .await
        .unwrap();
    let call = place.call(place.owner).await;
    assert_eq!(
        code_of(region.show_user(&call, stranger).await),
        "not_found"
    );
    assert_eq!(
        code_of(region.remove_user(&call, stranger).await),
        "not_found"
    );
    let change = region.change_user_role(&call, stranger, Role::Staff).await;
    assert_eq!(code_of(change), "not_found");
    assert_eq!(region.list_users(&call, None, 10).await.unwrap().len(), 1);
}
