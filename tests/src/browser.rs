//! A browser without scripts: it keeps its cookie, and says that its forms are ours.

use std::sync::Mutex;

use kartoteka::region::{NewUser, Role};
use reqwest::{Method, RequestBuilder};
use uuid::Uuid;

use crate::{Answer, World};

/// The password of everyone in the stories.
pub const PASSWORD: &str = "ein langer Satz am Empfang";

/// A browser at one place of the world.
pub struct Browser<'a> {
    world: &'a World,
    /// Name and value.
    cookie: Mutex<Option<String>>,
    /// The last number of its address.
    place: u8,
}

impl World {
    /// Somebody of the story's salon, who signs in with `<name>@example.org`.
    pub async fn user(&self, name: &str, role: Role) -> Uuid {
        let user = self.stranger(name).await;
        let host = self.running().host();
        let region = host.region();
        region
            .set_member(self.salon, user, role)
            .await
            .expect("a member");
        user
    }

    /// Somebody of no salon.
    pub async fn stranger(&self, name: &str) -> Uuid {
        let new = NewUser {
            email: email(name),
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
            locale: None,
        };
        let host = self.running().host();
        let region = host.region();
        region.create_user(new).await.expect("a user")
    }

    /// A browser that is not signed in.
    pub fn browser(&self) -> Browser<'_> {
        self.browser_at(1)
    }

    /// A browser at another place of the world.
    pub fn browser_at(&self, place: u8) -> Browser<'_> {
        Browser {
            world: self,
            cookie: Mutex::default(),
            place,
        }
    }

    /// A browser in which `name` is signed in.
    pub async fn signed_in(&self, name: &str) -> Browser<'_> {
        let browser = self.browser();
        browser.sign_in(name, PASSWORD).await.is(303);
        browser
    }
}

/// The address with which `name` signs in.
pub fn email(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase())
}

impl Browser<'_> {
    /// The cookie it has, name and value.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().expect("no panic elsewhere").clone()
    }

    /// Puts a cookie into it, as a thief or another site would.
    pub fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().expect("no panic elsewhere") = cookie;
    }

    /// A request of one of our own pages, to be added to.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .world
            .bare(method, path)
            .header("x-forwarded-for", format!("192.0.2.{}", self.place))
            .header("accept-language", "en");
        match self.cookie() {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// Sends it as one of our own pages would, and takes the cookie that comes back.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.header("sec-fetch-site", "same-origin");
        let answer = self.world.carry_out(request).await;
        if let Some(set) = answer.header("set-cookie") {
            let cookie = set.split(';').next().unwrap_or_default();
            let gone = cookie.ends_with('=');
            self.set_cookie((!gone).then(|| cookie.to_owned()));
        }
        answer
    }

    /// Opens a page.
    pub async fn open(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Sends a form.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, path).form(fields);
        self.send(request).await
    }

    /// The first step of signing in.
    pub async fn sign_in(&self, name: &str, password: &str) -> Answer {
        let email = email(name);
        let fields = [("email", email.as_str()), ("password", password)];
        self.submit("/sign-in", &fields).await
    }

    /// Whether somebody is signed in.
    pub async fn is_signed_in(&self) -> bool {
        let answer = self.open("/account").await;
        match answer.status.as_u16() {
            200 => true,
            303 => false,
            other => panic!("the account answered {other}"),
        }
    }
}

impl Answer {
    /// Where a redirect leads.
    #[track_caller]
    pub fn leads(self) -> String {
        let answer = self.is(303);
        answer.header("location").expect("a location").to_owned()
    }

    /// The value of a field of a form.
    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        let page = self.text();
        let tag = page.split(&format!("name=\"{name}\"")).nth(1);
        let tag = tag.and_then(|rest| rest.split('>').next());
        let value = tag.and_then(|tag| tag.split("value=\"").nth(1)?.split('"').next());
        value.unwrap_or_else(|| panic!("no {name}")).to_owned()
    }
}
