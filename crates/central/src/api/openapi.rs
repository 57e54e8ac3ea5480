//! The OpenAPI 3.1 document, generated from the types and handlers; a test compares it with the
//! routes.

use axum::Json;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{auth, blob, claim, courier, journal, metrics, numbers, open, published};

#[derive(OpenApi)]
#[openapi(
    info(title = "Một Cửa Desk centre", description = "The wire between desks and the centre. Any request may also be \
        answered 426 `protocol` (with the version spoken here in `expected` and in Motcua-Protocol), \
        429 `too_many` or 503 `busy` (both with Retry-After)."),
    modifiers(&Token),
    paths(
        open::ca,
        open::healthz,
        metrics::metrics,
        document,
        open::enrol,
        auth::challenge,
        auth::session,
        auth::incarnation,
        journal::push,
        journal::pull,
        courier::bring,
        claim::claim,
        numbers::lease,
        numbers::give_back,
        published::published,
        blob::standing,
        blob::append,
        blob::take,
        blob::read,
    )
)]
struct Api;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut Document) {
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "open",
    responses((status = 200, description = "this document", content_type = "application/json")))]
pub(super) async fn document() -> Json<Document> {
    Json(Api::openapi())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_is_described_and_every_description_is_a_route() {
        let document = serde_json::to_value(Api::openapi()).expect("serialises");
        assert!(
            document["openapi"]
                .as_str()
                .expect("a version")
                .starts_with("3.1"),
            "3.1"
        );
        let described: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .expect("paths")
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().expect("methods").keys();
                methods
                    .map(|method| (path.clone(), method.clone()))
                    .collect::<Vec<_>>()
            })
            .collect();
        let routed: BTreeSet<(String, String)> = super::super::routes()
            .iter()
            .flat_map(|route| {
                route
                    .methods
                    .iter()
                    .map(|m| (route.path.into(), (*m).to_owned()))
            })
            .collect();
        assert_eq!(described, routed, "the document says what the router does");
    }

    #[test]
    fn every_type_the_document_refers_to_is_in_it() {
        let document = serde_json::to_string(&Api::openapi()).expect("serialises");
        let schemas = Api::openapi().components.expect("components").schemas;
        for part in document.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().expect("a name");
            assert!(schemas.contains_key(name), "{name} is described");
        }
        assert!(
            schemas.contains_key("PushRequest"),
            "the journal's types are there"
        );
    }
}
