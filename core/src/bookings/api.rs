//! The JSON door of bookings.

use kartoteka_plugin::{Call, Result, extract::Json};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{BookingCheck, BookingVerdict};

/// All of them.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(check_booking))
}

/// Whether a client, or whoever has a phone or an e-mail, may book: asked before a booking is
/// taken, by calendars, forms and partners alike. Nothing is written, and nobody is told: who asks
/// shows `staff_text` to staff, where it holds the permissions to get one.
#[utoipa::path(
    post, path = "/booking-checks", tag = "bookings", operation_id = "check_booking",
    request_body = BookingCheck,
    responses(
        (status = 200, description = "What to do", body = BookingVerdict),
        (status = 422, description = "A rule is broken"),
        (status = 503, description = "`feature_failed`: a feature that must be asked cannot answer now"),
    )
)]
async fn check_booking(
    call: Call,
    Json(asked): Json<BookingCheck>,
) -> Result<Json<BookingVerdict>> {
    super::check(&call, &asked).await.map(Json)
}
