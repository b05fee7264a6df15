//! The parameters of a call, however they came: query, form, JSON or multipart. Telegram takes them all alike.

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::ApiError;

#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) file_name: Option<String>,
    pub(crate) mime: Option<String>,
    pub(crate) bytes: Bytes,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pub(crate) fields: BTreeMap<String, Value>,
    pub(crate) files: BTreeMap<String, Upload>,
}

type Got<T> = Result<T, ApiError>;

fn wrong_type(name: &str, wanted: &str) -> ApiError {
    ApiError::bad(format_args!(
        "can't parse field \"{name}\": must be of type {wanted}"
    ))
}

impl Params {
    fn value(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some() || self.files.contains_key(name)
    }

    pub(crate) fn text(&self, name: &str) -> Got<Option<&str>> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_type(name, "String")),
        }
    }

    pub(crate) fn int(&self, name: &str) -> Got<Option<i64>> {
        let number = match self.value(name) {
            None => return Ok(None),
            Some(Value::Number(number)) => number.as_i64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or_else(|| wrong_type(name, "Integer"))
    }

    /// A count or length; negative ones are as good as none.
    pub(crate) fn count(&self, name: &str) -> Got<Option<u32>> {
        Ok(self
            .int(name)?
            .map(|number| u32::try_from(number).unwrap_or(0)))
    }

    pub(crate) fn flag(&self, name: &str) -> Got<bool> {
        match self.value(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Ok(true),
                "false" | "0" | "no" | "" => Ok(false),
                _ => Err(wrong_type(name, "Boolean")),
            },
            Some(_) => Err(wrong_type(name, "Boolean")),
        }
    }

    /// An object or list; forms carry it as JSON text.
    pub(crate) fn json<T: DeserializeOwned>(&self, name: &str, what: &str) -> Got<Option<T>> {
        let parsed = match self.value(name) {
            None => return Ok(None),
            Some(Value::String(text)) if text.is_empty() => return Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text),
            Some(value) => T::deserialize(value),
        };
        parsed
            .map(Some)
            .map_err(|why| ApiError::bad(format_args!("can't parse {what}: {why}")))
    }

    /// The id that addresses a chat, be it a number or its text.
    pub(crate) fn chat_id(&self) -> Option<i64> {
        self.int("chat_id").ok().flatten()
    }

    /// For the log: what was said, with uploads as their names and sizes.
    pub(crate) fn to_json(&self) -> Value {
        let mut all: serde_json::Map<String, Value> = self.fields.clone().into_iter().collect();
        for (name, file) in &self.files {
            all.insert(
                name.clone(),
                json!({ "file_name": file.file_name, "bytes": file.bytes.len() }),
            );
        }
        Value::Object(all)
    }

    /// A name that the method does not have; files may also have the name of an `attach://` reference.
    pub(crate) fn unknown(&self, known: &[&[&str]]) -> Option<&str> {
        let known = |name: &String| known.iter().any(|fields| fields.contains(&name.as_str()));
        let attached = |name: &str| {
            let reference = format!("attach://{name}");
            self.fields.values().any(|value| match value {
                Value::String(text) => text.contains(&reference),
                other => other.to_string().contains(&reference),
            })
        };
        let field = self.fields.keys().find(|name| !known(name));
        let file = || {
            self.files
                .keys()
                .find(|name| !known(name) && !attached(name))
        };
        field.or_else(file).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(fields: Value) -> Params {
        let Value::Object(fields) = fields else {
            panic!("an object")
        };
        Params {
            fields: fields.into_iter().collect(),
            files: BTreeMap::new(),
        }
    }

    #[test]
    fn forms_and_json_say_the_same() {
        let json = params(json!({ "chat_id": 7, "flag": true, "list": [1] }));
        let form = params(json!({ "chat_id": "7", "flag": "True", "list": "[1]" }));
        for params in [json, form] {
            assert_eq!(params.int("chat_id"), Ok(Some(7)));
            assert_eq!(params.flag("flag"), Ok(true));
            assert_eq!(params.json::<Vec<i32>>("list", "list"), Ok(Some(vec![1])));
        }
    }

    #[test]
    fn wrong_types_are_refused() {
        let params = params(json!({ "text": 5, "chat_id": "x", "flag": 2, "list": "[" }));
        assert!(params.text("text").is_err());
        assert!(params.int("chat_id").is_err());
        assert!(params.flag("flag").is_err());
        assert!(params.json::<Vec<i32>>("list", "list").is_err());
    }

    #[test]
    fn a_misspelt_field_is_found() {
        let mut params = params(json!({ "media": "[{\"media\":\"attach://song\"}]", "txet": "x" }));
        let file = Upload {
            file_name: None,
            mime: None,
            bytes: Bytes::new(),
        };
        params.files.insert("song".into(), file.clone());
        assert_eq!(params.unknown(&[&["media"]]), Some("txet"));
        assert_eq!(params.unknown(&[&["media"], &["txet"]]), None);
        params.files.insert("thumb".into(), file);
        assert_eq!(params.unknown(&[&["media"], &["txet"]]), Some("thumb"));
    }
}
