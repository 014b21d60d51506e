//! From which team somebody was, on the day that counts.

use crate::config::{Config, Member};
use crate::model::{Date, Person, Writeup};

/// Where somebody stands, seen from a write-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From one of the teams that the write-up names.
    Closest,
    Elsewhere,
    /// Their team is not in the settings, or the write-up names none.
    Unknown,
}

/// Returns the team that the settings give a person on a day: by address, then by domain, then by
/// name. `None` is unknown.
pub fn on(config: &Config, person: &Person, day: Option<Date>) -> Option<String> {
    let email = person.email.trim().to_lowercase();
    let team = |fits: &dyn Fn(&str) -> bool| {
        let is_member = |member: &Member| member.on(day) && fits(member.who.value.trim());
        let mut teams = config.teams.iter();
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

/// Returns where a team stands, seen from a write-up.
pub fn side(writeup: &Writeup, team: Option<&str>) -> Side {
    match team {
        Some(_) if writeup.meta.teams.is_empty() => Side::Unknown,
        Some(team) if writeup.meta.teams.iter().any(|close| close.value == team) => Side::Closest,
        Some(_) => Side::Elsewhere,
        None => Side::Unknown,
    }
}
