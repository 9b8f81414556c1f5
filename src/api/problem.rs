//! The one error body: `application/problem+json` (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::{AlignError, AssessError};
use crate::store::StoreError;

/// What an error answer says, whatever went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Which kind of problem this is: a path of this service that explains it.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong this time, and what to do about it.
    pub detail: String,
    /// The parameter, field or header that is wrong, where it is one.
    pub field: Option<String>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident, $key:literal, $status:ident, $title:literal, $advice:literal;)*) => {
        /// Every kind of problem that the service answers with.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in `/api/problems/NAME`.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The HTTP status.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }

            /// The kind in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What a client can do about it.
            #[must_use]
            pub fn advice(self) -> &'static str {
                match self { $(Self::$variant => $advice,)* }
            }
        }
    };
}

kinds! {
    /// A parameter, field or body that cannot be understood.
    BadRequest, "bad-request", BAD_REQUEST, "The request is not right",
        "Correct the parameter or field that 'field' names and ask again.";
    /// The token is absent or wrong.
    Unauthorised, "unauthorised", UNAUTHORIZED, "A token is needed",
        "Send the service's write token as 'Authorization: Bearer ...'.";
    /// The service does not let this be done.
    Forbidden, "forbidden", FORBIDDEN, "This is not allowed here",
        "Ask whoever runs the service, or use the command line on its machine.";
    /// Nothing of this name.
    NotFound, "not-found", NOT_FOUND, "There is nothing here",
        "Start from /api, which links to everything there is.";
    /// The address exists, but not for this method.
    MethodNotAllowed, "method-not-allowed", METHOD_NOT_ALLOWED, "The method is not for this address",
        "Use one of the methods in the 'Allow' header.";
    /// The state of the thing asked for does not allow it.
    Conflict, "conflict", CONFLICT, "This cannot be done now",
        "Look at the thing's present state and decide again.";
    /// A page of a listing whose data were replaced in between.
    Gone, "gone", GONE, "The data were replaced",
        "Start the listing again from its first page.";
    /// A body above the limit.
    TooLarge, "too-large", PAYLOAD_TOO_LARGE, "The body is too large",
        "Send less, or import the file on the command line.";
    /// An address above the limit.
    TooLong, "too-long", URI_TOO_LONG, "The address is too long",
        "Ask for less at once.";
    /// A body in a form that is not read here.
    MediaType, "media-type", UNSUPPORTED_MEDIA_TYPE, "The body has the wrong media type",
        "Send the media type that /api/openapi.json names for this address.";
    /// Something failed on our side.
    Internal, "internal", INTERNAL_SERVER_ERROR, "Something failed on our side",
        "Tell whoever runs the service, with the request id of the answer.";
    /// Too much at once, or starting, or too slow.
    Busy, "busy", SERVICE_UNAVAILABLE, "The service is busy",
        "Wait for the seconds in 'Retry-After' and ask again.";
    /// It is being worked out, and goes on while nobody waits.
    NotReady, "not-ready", SERVICE_UNAVAILABLE, "It is being worked out",
        "Ask again after the seconds in 'Retry-After'; the work goes on meanwhile.";
}

impl Kind {
    /// The kind of a status that another layer gave.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => Self::Busy,
            status => {
                let same = Self::ALL.iter().copied().find(|kind| kind.status() == status);
                same.unwrap_or(if status.is_server_error() { Self::Internal } else { Self::BadRequest })
            }
        }
    }
}

impl Problem {
    /// A problem of a kind, with what is wrong this time.
    #[must_use]
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("/api/problems/{}", kind.key()),
            title: kind.title().to_owned(),
            status: kind.status().as_u16(),
            detail: detail.into(),
            field: None,
        }
    }

    /// The same problem, with the parameter, field or header named.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// A parameter that cannot be understood.
    #[must_use]
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self::new(Kind::BadRequest, detail).at(name)
    }

    /// Nothing of this name.
    #[must_use]
    pub fn not_found(what: impl std::fmt::Display) -> Self {
        Self::new(Kind::NotFound, format!("there is no {what}"))
    }

    /// Whether it is of a kind.
    #[must_use]
    pub fn is(&self, kind: Kind) -> bool {
        self.kind.strip_prefix("/api/problems/") == Some(kind.key())
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<StoreError> for Problem {
    /// What the place folder says, as far as it concerns whoever asks: paths
    /// and the words of the data base are for the log alone.
    fn from(error: StoreError) -> Self {
        let kind = match &error {
            StoreError::UnknownEdition(_)
            | StoreError::UnknownRevision { .. }
            | StoreError::UnknownRow { .. }
            | StoreError::UnknownCustomArea(_)
            | StoreError::UnknownAssessment(_)
            | StoreError::UnknownTrial { .. }
            | StoreError::UnknownVersion(_) => Kind::NotFound,
            StoreError::CustomNameTaken(_) => {
                return Self::new(Kind::Conflict, error.to_string()).at("name");
            }
            StoreError::AssessmentOfManifest(_) => {
                return Self::new(Kind::Conflict, error.to_string()).at("id");
            }
            StoreError::TooManyCustomAreas(_)
            | StoreError::TooManyAssessments(_)
            | StoreError::TooManyDecisions(_)
            | StoreError::TooManyTrials(_)
            | StoreError::PackIsKept(_)
            | StoreError::Moved { .. }
            | StoreError::NothingToDo(_)
            | StoreError::TooManyColumns { .. } => Kind::Conflict,
            StoreError::Locked(_) => return Self::new(Kind::Busy, "another import is writing to the place"),
            _ => {
                tracing::error!(%error, "the place folder failed: {error}");
                return Self::new(Kind::Internal, "the place folder could not do what was asked");
            }
        };
        Self::new(kind, error.to_string())
    }
}

impl From<AssessError> for Problem {
    /// An assessment of the place that cannot be run is at odds with the place's
    /// data, not with the request.
    fn from(error: AssessError) -> Self {
        let kind = match &error {
            AssessError::Unknown { .. } => Kind::NotFound,
            AssessError::Refused(_) | AssessError::OtherInputs(_) => Kind::Conflict,
        };
        Self::new(kind, error.to_string())
    }
}

impl From<AlignError> for Problem {
    fn from(error: AlignError) -> Self {
        let (kind, field) = match &error {
            AlignError::NoMeasure(_) => (Kind::NotFound, Some("measure")),
            AlignError::NoArea { .. } => (Kind::NotFound, Some("area")),
            AlignError::NoEvidence | AlignError::NoLookup { .. } => (Kind::NotFound, Some("way")),
            AlignError::NoPeriod { .. } => (Kind::BadRequest, Some("period")),
            AlignError::NoLayer(_) | AlignError::NoTable(_) | AlignError::NoFigures(_) => {
                (Kind::NotFound, None)
            }
            // The place's own data or manifest do not allow it.
            _ => (Kind::Conflict, None),
        };
        let problem = Self::new(kind, error.to_string());
        match field {
            Some(field) => problem.at(field),
            None => problem,
        }
    }
}

impl IntoResponse for Problem {
    /// The body as JSON. The problem also travels beside the answer, so that
    /// an outer layer can show it as a page to people.
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_of_another_layer_finds_its_kind() {
        assert_eq!(Kind::of_status(StatusCode::NOT_FOUND), Kind::NotFound);
        assert_eq!(Kind::of_status(StatusCode::IM_A_TEAPOT), Kind::BadRequest);
        assert_eq!(Kind::of_status(StatusCode::BAD_GATEWAY), Kind::Internal);
        assert_eq!(Kind::of_status(StatusCode::REQUEST_TIMEOUT), Kind::Busy);
    }

    #[test]
    fn keys_of_kinds_differ() {
        let keys: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.key()).collect();
        assert_eq!(keys.len(), Kind::ALL.len());
    }
}
