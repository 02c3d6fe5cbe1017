//! The pages, asked for as a browser does.

use axum::{body::Body, response::Response};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::{
    Place,
    place::{PASSWORD, from},
};
use crate::region::{ClientAddress, pages, salon_pages};

async fn text(response: Response) -> String {
    let body = response.into_body().collect().await.unwrap();
    String::from_utf8(body.to_bytes().to_vec()).unwrap()
}

fn location(response: &Response) -> &str {
    response.headers()[header::LOCATION].to_str().unwrap()
}

/// A browser with or without a cookie.
struct Browser<'a> {
    place: &'a Place,
    cookie: Option<String>,
}

impl Browser<'_> {
    async fn send(&self, request: http::request::Builder, body: &str) -> Response {
        let mut request = request
            .header(header::ACCEPT_LANGUAGE, "de-DE,de;q=0.9")
            .extension(self.place.region.clone())
            .extension(ClientAddress(from(1).address));
        if let Some(cookie) = &self.cookie {
            let access = self.place.region.authenticate_session(cookie).await;
            request = request.extension(access.unwrap().unwrap());
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        pages().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> Response {
        self.send(Request::get(path), "").await
    }

    async fn post(&self, path: &str, body: &str) -> Response {
        self.send(Request::post(path), body).await
    }
}

async fn signed_in(place: &Place) -> Browser<'_> {
    let mut browser = Browser {
        place,
        cookie: None,
    };
    let form = format!(
        "email=anna%40example.org&password={}",
        PASSWORD.replace(' ', "+")
    );
    let entered = browser.post("/sign-in", &form).await;
    let cookie = entered.headers()[header::SET_COOKIE].to_str().unwrap();
    let (_, value) = cookie.split_once('=').unwrap();
    browser.cookie = value.split(';').next().map(str::to_owned);
    browser
}

#[tokio::test]
async fn a_wrong_password_comes_back_with_the_address_and_without_the_password() {
    let place = Place::new().await;
    let browser = Browser {
        place: &place,
        cookie: None,
    };
    let form = "email=anna%40example.org&password=not+this+one&next=%2Fhaar%2Fclients";
    let answer = browser.post("/sign-in", form).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let page = text(answer).await;
    assert!(page.contains("E-Mail und Passwort gehören nicht zusammen."));
    assert!(page.contains("value=\"anna@example.org\""));
    assert!(page.contains("name=\"next\" value=\"/haar/clients\""));
    assert!(!page.contains("not this one"));
}

#[tokio::test]
async fn signing_in_leads_on_and_never_to_another_host() {
    let place = Place::new().await;
    let browser = Browser {
        place: &place,
        cookie: None,
    };
    let password = PASSWORD.replace(' ', "+");
    for (next, leads) in [
        ("%2Fhaar%2Fclients", "/haar/clients"),
        ("%2F%2Fexample.org", "/"),
    ] {
        let form = format!("email=anna%40example.org&password={password}&next={next}");
        let answer = browser.post("/sign-in", &form).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(location(&answer), leads);
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    }
}

#[tokio::test]
async fn everyone_is_led_to_where_they_belong() {
    let place = Place::new().await;
    let stranger = Browser {
        place: &place,
        cookie: None,
    };
    assert_eq!(location(&stranger.get("/").await), "/sign-in");
    assert_eq!(
        location(&stranger.get("/account").await),
        "/sign-in?next=/account"
    );
    let anna = signed_in(&place).await;
    assert_eq!(location(&anna.get("/").await), "/haar");
    let second = place
        .region
        .create_salon(super::place::salon("nagel"))
        .await
        .unwrap();
    let joined = place
        .region
        .set_member(second.id, place.owner, crate::region::Role::Staff);
    joined.await.unwrap();
    assert_eq!(location(&anna.get("/").await), "/salons");
    assert!(
        text(anna.get("/salons").await)
            .await
            .contains("href=\"/nagel\"")
    );
}

#[tokio::test]
async fn every_plain_page_is_drawn_in_every_language() {
    let place = Place::new().await;
    let stranger = Browser {
        place: &place,
        cookie: None,
    };
    let anna = signed_in(&place).await;
    for lang in ["en", "de", "nl", "pl", "it"] {
        for path in ["/sign-in", "/recovery"] {
            whole(stranger.get(&format!("{path}?lang={lang}")).await, lang).await;
        }
        for path in ["/account", "/account/second-factor", "/salons"] {
            whole(anna.get(&format!("{path}?lang={lang}")).await, lang).await;
        }
    }
}

/// A page without a key in place of a text, a style or a script within.
async fn whole(response: Response, lang: &str) {
    assert_eq!(response.status(), StatusCode::OK);
    let page = text(response).await;
    assert!(page.contains(&format!("<html lang=\"{lang}\">")));
    for never in [
        "region-",
        "error-",
        "field-code",
        "style=",
        "onclick",
        "<script>",
    ] {
        let found = page
            .find(never)
            .map(|at| &page[at..page.len().min(at + 60)]);
        // Class names of fields begin alike.
        assert!(found.is_none() || never == "field-code", "{found:?}");
    }
}

#[tokio::test]
async fn the_pages_of_a_salon_are_drawn_for_who_may_and_refused_to_others() {
    let place = Place::new().await;
    let staff = place.member("Stef", crate::region::Role::Staff).await;
    for (user, status) in [
        (place.owner, StatusCode::OK),
        (staff, StatusCode::FORBIDDEN),
    ] {
        for path in ["users", "roles", "tokens"] {
            let request = Request::get(format!("/settings/{path}"))
                .extension(place.region.clone())
                .extension(place.call(user).await)
                .body(Body::empty());
            let response = salon_pages().oneshot(request.unwrap()).await.unwrap();
            assert_eq!(response.status(), status, "{path}");
            let page = text(response).await;
            assert!(!page.contains("region-"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_new_token_is_shown_once() {
    let place = Place::new().await;
    let post = Request::post("/settings/tokens")
        .extension(place.region.clone())
        .extension(place.call(place.owner).await)
        .body(Body::from("name=Website&permission=clients.read"));
    let response = salon_pages().oneshot(post.unwrap()).await.unwrap();
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    assert!(text(response).await.contains("<code class=\"token\">kt_"));
    let get = Request::get("/settings/tokens")
        .extension(place.region.clone())
        .extension(place.call(place.owner).await)
        .body(Body::empty());
    let page = text(salon_pages().oneshot(get.unwrap()).await.unwrap()).await;
    assert!(page.contains("Website") && !page.contains("kt_"));
}
