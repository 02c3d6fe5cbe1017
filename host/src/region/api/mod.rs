//! The JSON doors of a salon's users, roles, tokens and features, and of what was changed of them.

mod access_changes;
mod features;
mod invitations;
mod lists;
mod roles;
mod tokens;
mod users;

use axum::Router;
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What the doors are gathered under.
#[derive(utoipa::OpenApi)]
#[openapi(tags(
    (name = "users", description = "Who may enter the salon, what each role may do, and what was changed of it."),
    (name = "features", description = "What the salon switches on and off."),
    (name = "tokens", description = "Keys for programs, each with a part of what its owner may do."),
), components(schemas(features::FeatureExport)))]
struct Document;

/// All of them, paths below `/api/v1/salons/{salon}`.
pub(super) fn routes() -> (Router, OpenApi) {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(users::list_users))
        .routes(routes!(users::show_user, users::remove_user))
        .routes(routes!(users::change_user_role))
        .routes(routes!(users::disable_user))
        .routes(routes!(users::enable_user))
        .routes(routes!(users::restore_user))
        .routes(routes!(access_changes::list_access_changes))
        .routes(routes!(
            invitations::list_invitations,
            invitations::invite_user
        ))
        .routes(routes!(
            invitations::show_invitation,
            invitations::withdraw_invitation
        ))
        .routes(routes!(features::list_features))
        .routes(routes!(
            features::show_feature,
            features::switch_feature_on,
            features::switch_feature_off
        ))
        .routes(routes!(features::show_feature_data))
        .routes(routes!(features::export_feature))
        .routes(routes!(features::remove_feature_data))
        .routes(routes!(features::show_feature_removal))
        .routes(routes!(roles::list_roles))
        .routes(routes!(roles::change_role))
        .routes(routes!(tokens::list_tokens, tokens::create_token))
        .routes(routes!(tokens::show_token, tokens::revoke_token))
        .split_for_parts()
}
