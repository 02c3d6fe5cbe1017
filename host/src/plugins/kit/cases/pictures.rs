//! Pictures that pages name: each is there, and nothing of another host is asked for.

use http::Method;

use super::{
    super::{
        html::{Piece, pieces},
        report::{Report, Verdict, fault},
        stage::{Ask, Stage},
    },
    walk::Found,
};

pub(super) async fn run(stage: &Stage, report: &mut Report, all: &[Found]) {
    report.group("pictures");
    for found in all {
        let named = pictures(found.html());
        if named.is_empty() {
            continue;
        }
        let case = format!("those of {} are there", found.place.name());
        report.case(case, there(stage, &named)).await;
    }
}

/// The addresses of pictures that a piece of HTML shows, each once.
fn pictures(html: &str) -> Vec<String> {
    let mut all = Vec::new();
    for piece in pieces(html) {
        let Piece::Start(element) = piece else {
            continue;
        };
        let address = match &*element.name {
            "img" => element.get("src"),
            "image" | "use" => element.get("href").or_else(|| element.get("xlink:href")),
            _ => None,
        };
        let file = address.map(|at| at.split('#').next().unwrap_or_default());
        // What begins with its mark is of the page itself, and data stands where it is shown.
        let file = file.filter(|at| !at.is_empty() && !at.starts_with("data:"));
        if let Some(file) = file
            && !all.iter().any(|known| known == file)
        {
            all.push(file.to_owned());
        }
    }
    all
}

async fn there(stage: &Stage, named: &[String]) -> Verdict {
    for address in named {
        if !address.starts_with('/') || address.starts_with("//") {
            let change = "the template: ui.asset(\"<name>\"), in C /assets/<id>/<name>, of a file in assets/; \
                          browsers load nothing of other hosts here";
            return Err(fault("an address of this host: /assets/…", address, change));
        }
        let mut ask = Ask::api(&Method::GET, "", "");
        ask.path.clone_from(address);
        let answer = stage.ask(ask.with("cookie", &stage.cookie)).await;
        let is_picture = answer.header("content-type").starts_with("image/");
        if answer.status != 200 || !is_picture {
            let change =
                "assets/: a file of this name, or the template: the name of one that is there";
            let expected = format!("a picture at {address}");
            return Err(fault(expected, answer.brief(), change));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_each_once() {
        let html = "<img src=/a.svg><img src='/a.svg'><svg><use href=\"/icons.svg#cake\"></use><use href='#own'/></svg>\
                    <img src='data:image/png;base64,AA'><img alt=none><a href=/no.svg></a>";
        assert_eq!(pictures(html), ["/a.svg", "/icons.svg"]);
    }
}
