//! The JSON Schemas of what people write, for editors: made of the tables that the parser goes by.
//!
//! Draft 7, which the YAML servers of editors read best. A schema asks for nothing that `lint` would take.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::model::{Field, Holds, Names};

use super::rows;

/// Names of a closed set, each with what it means.
pub type Known<'a> = &'a dyn Fn(Names) -> Vec<(String, String)>;

/// Writes the schema of a mapping with these keys. Where it is `open`, other keys are welcome.
pub fn write(
    out: &mut dyn Write,
    title: &str,
    fields: &'static [Field],
    open: bool,
    known: Known<'_>,
) -> io::Result<()> {
    let shapes = Shapes { open, known };
    let mut schema = shapes.keys(fields, None);
    set(
        &mut schema,
        "$schema",
        json!("http://json-schema.org/draft-07/schema#"),
    );
    set(&mut schema, "title", json!(title));
    rows::write_bare_json(out, &schema)
}

struct Shapes<'a> {
    open: bool,
    known: Known<'a>,
}

impl Shapes<'_> {
    /// Returns the schema of a value. Every key may be left empty, but for a word of a closed set and what
    /// a reader must be told.
    fn of(&self, holds: Holds) -> Value {
        match holds {
            Holds::Text => json!({ "type": ["string", "number", "boolean"] }),
            Holds::Id => json!({
                "type": ["string", "number"],
                "pattern": r"^[^\s\[\]|#]([^\[\]|#]*[^\s\[\]|#])?$",
            }),
            Holds::Texts => json!({ "anyOf": [text(), list(&text()), nothing()] }),
            Holds::Day => json!({
                "type": "string",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$",
            }),
            Holds::Word(words) => json!({ "enum": words }),
            Holds::Count => json!({
                "type": ["integer", "string"],
                "minimum": 0,
                "pattern": "^[0-9]+$",
            }),
            Holds::Truth => json!({ "enum": [true, false, "yes", "no"] }),
            Holds::Page => json!({ "type": "string", "pattern": "^https?://[^\\s]+$" }),
            Holds::Keys(fields) => self.keys(fields, None),
            Holds::Entry(fields) => self.entry(fields),
            Holds::Entries(fields) => {
                let entry = self.entry(fields);
                json!({ "anyOf": [entry, list(&entry), nothing()] })
            }
            Holds::Named(value) => json!({
                "type": ["object", "null"],
                "additionalProperties": self.of(*value),
            }),
            Holds::Known(names, value) => {
                let names = (self.known)(names).into_iter();
                let properties: Map<String, Value> = names
                    .map(|(name, about)| (name, described(self.of(*value), &about)))
                    .collect();
                json!({
                    "type": ["object", "null"],
                    "properties": properties,
                    "additionalProperties": false,
                })
            }
        }
    }

    /// Returns the schema of a mapping, in which one key may be needed.
    fn keys(&self, fields: &'static [Field], needed: Option<&str>) -> Value {
        let property = |field: &Field| {
            let mut value = self.of(field.holds);
            // A setting that is written and left empty is not set.
            if !self.open && needed.is_none() {
                value = or_nothing(value);
            }
            (field.name.to_owned(), described(value, field.about))
        };
        let properties: Map<String, Value> = fields.iter().map(property).collect();
        let mut schema = json!({
            "type": ["object", "null"],
            "properties": properties,
            "additionalProperties": self.open,
        });
        if let Some(needed) = needed {
            set(&mut schema, "type", json!("object"));
            set(&mut schema, "required", json!([needed]));
        }
        schema
    }

    /// Returns the schema of an entry: a bare text is the first of its keys.
    fn entry(&self, fields: &'static [Field]) -> Value {
        let needed = fields.first().map(|field| field.name);
        json!({ "anyOf": [text(), self.keys(fields, needed)] })
    }
}

fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn nothing() -> Value {
    json!({ "type": "null" })
}

/// Returns a schema that takes what another does, and nothing at all.
fn or_nothing(mut schema: Value) -> Value {
    let known = ["anyOf", "type", "enum"];
    let key = known.into_iter().find(|key| schema.get(key).is_some());
    let nothing = match key {
        Some("anyOf") => nothing(),
        Some("type") => json!("null"),
        _ => Value::Null,
    };
    match key.and_then(|key| schema.get_mut(key)) {
        Some(Value::Array(ways)) if ways.contains(&nothing) => schema,
        Some(Value::Array(ways)) => {
            ways.push(nothing);
            schema
        }
        Some(one) => {
            *one = json!([one, nothing]);
            schema
        }
        None => schema,
    }
}

fn described(mut schema: Value, about: &str) -> Value {
    set(&mut schema, "description", json!(about));
    schema
}

fn set(schema: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = schema {
        fields.insert(key.to_owned(), value);
    }
}
