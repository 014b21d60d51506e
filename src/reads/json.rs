//! A line of JSON Lines: a count of a day, or a visit as servers log it.

use std::borrow::Cow;

use serde_json::Value;

use super::line::{Clock, Visit, When, is_answered};
use crate::model::{Date, Moment};

/// Keys under which the place of a visit is found, of our own, nginx, Caddy and Traefik.
const PLACES: &[&str] = &[
    "path",
    "url",
    "uri",
    "request_uri",
    "page",
    "id",
    "RequestPath",
];
const MOMENTS: &[&str] = &[
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "time_iso8601",
    "time_local",
    "StartUTC",
];
const DAYS: &[&str] = &["date", "day"];
const PEOPLE: &[&str] = &["team", "user", "remote_user", "user_id", "ClientUsername"];
const AGENTS: &[&str] = &[
    "user_agent",
    "http_user_agent",
    "agent",
    "request_User-Agent",
];
const METHODS: &[&str] = &["method", "request_method", "RequestMethod"];
const STATUSES: &[&str] = &["status", "DownstreamStatus"];
const COUNTS: &[&str] = &["count", "reads", "views", "hits"];

/// Reads an object; `None` where it is none, or does not say what was read and when.
pub(super) fn visit(line: &[u8], clock: &mut Clock) -> Option<Visit<'static>> {
    let object: Value = serde_json::from_slice(line).ok()?;
    let request = object.get("request");
    // Caddy has an object there, nginx a line: `GET /a HTTP/1.1`.
    let line = request.and_then(Value::as_str).unwrap_or_default();
    let mut words = line.split(' ');
    let (asked, target) = (words.next(), words.next());
    let find = |keys: &[&str]| {
        let inner = request.filter(|request| request.is_object());
        let places = [Some(&object), inner].into_iter().flatten();
        places
            .flat_map(|place| keys.iter().filter_map(|key| place.get(key)))
            .find(|value| !value.is_null())
            .cloned()
    };
    let place = find(PLACES).map(|place| text(&place));
    let place = place.or_else(|| target.map(str::to_owned))?;
    let when = when(find(MOMENTS).as_ref(), find(DAYS).as_ref(), clock)?;
    let method = find(METHODS).map(|method| text(&method));
    let asked = asked.filter(|_| !line.is_empty()).map(str::to_owned);
    let method = method.or(asked);
    let status = find(STATUSES).map(|status| text(&status));
    let header = request.and_then(|request| request.pointer("/headers/User-Agent/0"));
    let agent = find(AGENTS).or_else(|| header.cloned());
    let agent = agent.map(|agent| text(&agent)).unwrap_or_default();
    let mut who = PEOPLE.iter().filter_map(|key| Some(text(object.get(key)?)));
    let who = [who.next(), who.next()].map(Option::unwrap_or_default);
    let count = match find(COUNTS) {
        Some(count) => u32::try_from(count.as_u64()?).ok()?,
        None => 1,
    };
    Some(Visit {
        when,
        place: bytes(place),
        who: who.map(bytes),
        agent: bytes(agent),
        // What is not said was as it should be.
        answered: is_answered(
            method.as_deref().unwrap_or("GET").as_bytes(),
            status.as_deref().unwrap_or("200").as_bytes(),
        ),
        count,
    })
    .filter(|visit| !visit.place.is_empty())
}

fn bytes(text: String) -> Cow<'static, [u8]> {
    Cow::Owned(text.into_bytes())
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Milliseconds since 1970 are so many for any day that a log is of; seconds are fewer.
const MILLISECONDS_MIN: i64 = 100_000_000_000;

fn when(moment: Option<&Value>, day: Option<&Value>, clock: &mut Clock) -> Option<When> {
    match moment {
        Some(Value::String(text)) => {
            let at = Moment::parse(text).map(|moment| moment.seconds);
            let at = at.or_else(|| clock.read(text.as_bytes())).map(When::At);
            return at.or_else(|| Date::parse(text).ok().map(When::On));
        }
        Some(Value::Number(number)) => {
            let whole = number.as_i64();
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a cast keeps to the bounds"
            )]
            let seconds = whole.or_else(|| number.as_f64().map(|seconds| seconds as i64))?;
            let seconds = if seconds >= MILLISECONDS_MIN {
                seconds / 1000
            } else {
                seconds
            };
            return Some(When::At(seconds));
        }
        _ => {}
    }
    let day = day.and_then(Value::as_str)?;
    Date::parse(day).ok().map(When::On)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_several_servers_are_read() {
        let at = When::At(1_793_693_520);
        let on = When::On(Date::parse("2026-11-03").unwrap());
        for (line, when, place, who, answered, count) in [
            (
                r#"{"date":"2026-11-03","id":"a","team":"quay","count":3}"#,
                on,
                "a",
                "quay",
                true,
                3,
            ),
            (
                r#"{"time":"2026-11-03T08:12:00Z","url":"https://x.org/a","user":"ann"}"#,
                at,
                "https://x.org/a",
                "ann",
                true,
                1,
            ),
            (
                r#"{"ts":1793693520.52,"request":{"method":"HEAD","uri":"/a"},"status":200}"#,
                at,
                "/a",
                "",
                false,
                1,
            ),
            (
                r#"{"time_local":"03/Nov/2026:09:12:00 +0100","request":"GET /a HTTP/1.1","status":"404"}"#,
                at,
                "/a",
                "",
                false,
                1,
            ),
            (
                r#"{"@timestamp":1793693520520,"path":"/a","remote_user":"bo"}"#,
                at,
                "/a",
                "bo",
                true,
                1,
            ),
        ] {
            let visit = visit(line.as_bytes(), &mut Clock::default()).expect(line);
            assert_eq!(visit.when, when, "{line}");
            assert_eq!(visit.place, place.as_bytes(), "{line}");
            assert_eq!(visit.who[0], who.as_bytes(), "{line}");
            assert_eq!((visit.answered, visit.count), (answered, count), "{line}");
        }
        for line in [
            "{}",
            "[]",
            "{",
            "\u{1b}",
            r#"{"date":"x","id":"a"}"#,
            r#"{"date":"2026-11-03","id":"a","count":-1}"#,
            r#"{"date":"2026-11-03","id":""}"#,
        ] {
            assert!(
                visit(line.as_bytes(), &mut Clock::default()).is_none(),
                "{line}"
            );
        }
        // Deep nesting is refused, not followed.
        let deep = "[".repeat(100_000);
        assert!(visit(deep.as_bytes(), &mut Clock::default()).is_none());
    }
}
