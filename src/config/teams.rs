//! Who belongs to which team, and from when to when.

use super::Config;
use super::fields::MEMBER;
use super::read::Reader;
use crate::model::{Date, Person, names};
use crate::text::yaml::{Entry, Map, Node};
use crate::text::{Spanned, words};

#[derive(Clone, Debug)]
pub struct Team {
    pub name: Spanned<String>,
    pub members: Vec<Member>,
}

/// Somebody, or everybody of a domain, for a time.
#[derive(Clone, Debug)]
pub struct Member {
    /// An address, an `@domain` or a name.
    pub who: Spanned<String>,
    /// The first day; always before, when absent.
    pub since: Option<Date>,
    /// The last day; until now, when absent.
    pub until: Option<Date>,
}

impl Member {
    /// Whether they belonged to the team on a day. Of an unknown day only the ones without dates are
    /// sure.
    pub fn on(&self, day: Option<Date>) -> bool {
        let Some(day) = day else {
            return self.since.is_none() && self.until.is_none();
        };
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl Config {
    /// Returns the team that a person belonged to on a day: by address, then by domain, then by name.
    /// `None` is unknown.
    pub fn team_of(&self, person: &Person, day: Option<Date>) -> Option<String> {
        let email = person.email.trim().to_lowercase();
        let team = |fits: &dyn Fn(&str) -> bool| {
            let is_member = |member: &Member| member.on(day) && fits(member.who.value.trim());
            let mut teams = self.teams.iter();
            let team = teams.find(|team| team.members.iter().any(is_member));
            team.map(|team| team.name.value.clone())
        };
        let by_address = |member: &str| !email.is_empty() && member.to_lowercase() == email;
        let by_domain = |member: &str| {
            let domain = member.to_lowercase();
            let domain = domain.trim_start_matches('@');
            !domain.contains('@') && email.rsplit_once('@').is_some_and(|(_, own)| own == domain)
        };
        let by_name = |member: &str| member.to_lowercase() == person.name.trim().to_lowercase();
        team(&by_address)
            .or_else(|| team(&by_domain))
            .or_else(|| team(&by_name))
    }
}

/// Reads `name: [address, {who: address, since: date, until: date}]`.
pub(super) fn read(reader: &mut Reader<'_>, entry: &Entry) -> Team {
    let items = match &entry.value {
        Node::List(list) => list.items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let name = entry.key.clone();
    let mut members = Vec::new();
    for item in items {
        match item {
            Node::Map(map) => members.extend(dated(reader, &name.value, map)),
            Node::Scalar(_) | Node::List(_) => {
                let who = reader.text(&name.value, item);
                members.extend(who.map(|who| Member {
                    who,
                    since: None,
                    until: None,
                }));
            }
        }
    }
    Team { name, members }
}

fn dated(reader: &mut Reader<'_>, team: &str, map: &Map) -> Option<Member> {
    let mut who = None;
    let (mut since, mut until) = (None, None);
    for Entry { key, value } in &map.entries {
        match key.value.as_str() {
            "who" => who = reader.text("who", value),
            "since" => since = day(reader, "since", value),
            "until" => until = day(reader, "until", value),
            other => {
                let near = words::nearest(other, names(MEMBER));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "a member is `who`, `since` and `until`".to_owned(),
                };
                reader.problem(
                    key.span,
                    format!("`{other}` says nothing of a member"),
                    help,
                );
            }
        }
    }
    if who.is_none() {
        reader.problem(
            map.span,
            format!("a member of `{team}` has no `who`"),
            "an address, an `@domain` or a name".to_owned(),
        );
    }
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        reader.problem(
            map.span,
            format!("a member of `{team}` left before they came"),
            "are `since` and `until` the right way round?".to_owned(),
        );
    }
    let who = who?;
    Some(Member { who, since, until })
}

fn day(reader: &mut Reader<'_>, key: &str, value: &Node) -> Option<Date> {
    let text = reader.text(key, value)?;
    let day = Date::parse(&text.value);
    if let Err(problem) = &day {
        reader.problem(
            text.span,
            problem.clone(),
            "a day is written 2026-11-20".to_owned(),
        );
    }
    day.ok()
}
