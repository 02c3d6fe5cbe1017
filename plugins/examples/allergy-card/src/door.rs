//! What stands between the axum of the contract (0.8) and that of this plugin (0.7).
//!
//! Both speak `http` 1 and `tower` services, so a router of the one is a service of the other, and what the
//! contract extracts of the parts of a request is extracted of the same parts here.

use axum::{
    Router, async_trait,
    body::Body,
    extract::{FromRequest, FromRequestParts, Path, Request},
    response::{IntoResponse, Response},
};
use contract_axum::{body::Body as ContractBody, extract as contract, response as answers};
use http::request::Parts;
use kartoteka_plugin::Error;
use tower::ServiceExt;
use uuid::Uuid;

/// A router of the contract whose every path leads to this one.
pub(crate) fn behind(router: Router) -> contract_axum::Router {
    let outwards = |response: Response| response.map(ContractBody::new);
    let service = ServiceExt::<contract::Request>::map_response(router, outwards);
    contract_axum::Router::new().fallback_service(service)
}

/// What the contract extracts of the parts of a request: the call, a version, which page.
pub(crate) struct Of<T>(pub(crate) T);

#[async_trait]
impl<T, S> FromRequestParts<S> for Of<T>
where
    T: contract::FromRequestParts<()>,
    S: Send + Sync,
{
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Answer> {
        Ok(Self(T::from_request_parts(parts, &()).await?))
    }
}

/// What the contract extracts of a whole request: JSON, and what was typed into a form.
pub(crate) struct Whole<T>(pub(crate) T);

#[async_trait]
impl<T, S> FromRequest<S> for Whole<T>
where
    T: contract::FromRequest<()>,
    S: Send + Sync,
{
    type Rejection = Answer;

    async fn from_request(request: Request, _: &S) -> Result<Self, Answer> {
        let request = request.map(ContractBody::new);
        Ok(Self(T::from_request(request, &()).await?))
    }
}

/// The id in a path. What is no id names nothing: 404.
pub(crate) struct Id(pub(crate) Uuid);

#[async_trait]
impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Answer> {
        let path = Path::<Uuid>::from_request_parts(parts, state).await;
        let Path(id) = path.map_err(|_| Error::not_found())?;
        Ok(Self(id))
    }
}

/// What the contract answers with: a page, JSON, an error, which the host says in the reader's language.
pub(crate) struct Answer(Response);

/// Of a door.
pub(crate) type Answered = Result<Answer, Answer>;

impl<T: answers::IntoResponse> From<T> for Answer {
    fn from(answer: T) -> Self {
        Self(answer.into_response().map(Body::new))
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::{get, post};
    use http::StatusCode;
    use kartoteka_plugin::{
        Page,
        extract::{IfMatch, Json},
    };
    use serde_json::{Value, json};

    use super::*;

    async fn version(Of(IfMatch(version)): Of<IfMatch>) -> Answered {
        Ok(Json(version).into())
    }

    async fn echo(Id(id): Id, Whole(Json(mut value)): Whole<Json<Value>>) -> Answered {
        value["id"] = json!(id);
        Ok(Json(value).into())
    }

    async fn page() -> Answered {
        Ok(Page::new("Title", "place", "<p>Body</p>".to_owned()).into())
    }

    async fn asked(request: http::request::Builder, body: &str) -> answers::Response {
        let routes = Router::new()
            .route("/version", get(version))
            .route("/echo/:id", post(echo))
            .route("/page", get(page));
        let request = request.body(ContractBody::from(body.to_owned())).unwrap();
        behind(routes).oneshot(request).await.unwrap()
    }

    async fn text(response: answers::Response) -> String {
        let body = contract_axum::body::to_bytes(response.into_body(), 10_000).await;
        String::from_utf8(body.unwrap().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn what_the_contract_extracts_is_extracted() {
        let request = http::Request::get("/version").header("if-match", "\"7\"");
        let response = asked(request, "").await;
        assert_eq!(
            (response.status(), &*text(response).await),
            (StatusCode::OK, "7")
        );
        let id = Uuid::from_u128(7);
        let request = http::Request::post(format!("/echo/{id}"));
        let request = request.header("content-type", "application/json");
        let response = asked(request, "{\"a\": 1}").await;
        let value: Value = serde_json::from_str(&text(response).await).unwrap();
        assert_eq!(value, json!({"a": 1, "id": id}));
    }

    #[tokio::test]
    async fn errors_and_pages_reach_the_host_as_what_they_are() {
        let response = asked(http::Request::get("/version"), "").await;
        let error = response.extensions().get::<Error>().expect("an error");
        assert_eq!(
            (error.status.as_u16(), &*error.code),
            (428, "if_match_required")
        );
        let response = asked(http::Request::post("/echo/x"), "{}").await;
        let error = response.extensions().get::<Error>().expect("an error");
        assert_eq!(&*error.code, "not_found");
        let response = asked(http::Request::get("/page"), "").await;
        let frame = response
            .extensions()
            .get::<kartoteka_plugin::page::PageFrame>();
        assert_eq!(frame.expect("a frame").title, "Title");
        let response = asked(http::Request::get("/nowhere"), "").await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        let response = asked(http::Request::put("/page"), "").await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}
