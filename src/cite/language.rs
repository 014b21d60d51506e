//! How comments are written, by the name of a file.

/// How a language writes a comment on one line: what opens it, and what closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
}

/// What is known of comments in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Comments(Comment),
    /// A format without comments.
    None,
    /// Nothing is known of files with this name.
    Unknown,
}

const fn line(open: &'static str) -> Language {
    Language::Comments(Comment { open, close: "" })
}

const fn block(open: &'static str, close: &'static str) -> Language {
    Language::Comments(Comment { open, close })
}

/// Endings of files, and whole names of those without one, in lower case, blanks between.
const LANGUAGES: &[(Language, &str)] = &[
    (
        line("//"),
        "rs go c h cc cpp cxx hh hpp hxx m mm java kt kts scala sc groovy gradle swift \
         dart js mjs cjs jsx ts mts cts tsx cs fs fsx fsi php proto thrift zig v sv svh d \
         di odin sol cue jsonnet libsonnet json5 jsonc scss sass less glsl hlsl wgsl frag \
         vert metal cu cuh bicep rego typ gleam hx vala as pde ino qml kdl re res fbs \
         capnp dot gv jenkinsfile adoc asciidoc templ move cairo dts dtsi smithy mod",
    ),
    (
        line("#"),
        "py pyi pyx pyw rb rake gemspec ru sh bash zsh ksh fish pl pm t r jl yaml yml \
         toml tf tfvars hcl nomad ex exs nim nims cr tcl awk sed nix ps1 psm1 psd1 mk mak \
         cmake conf cfg cnf properties env desktop service timer socket gd coffee graphql \
         gql star bzl bazel pp po pot ninja gn gni nu xsh robot feature raku makefile \
         gnumakefile dockerfile containerfile vagrantfile gemfile rakefile procfile \
         justfile just brewfile podfile fastfile guardfile cmakelists.txt \
         requirements.txt build workspace codeowners snakefile tiltfile caddyfile kconfig \
         meson.build sconstruct .gitignore .gitattributes .dockerignore .editorconfig \
         .env .bashrc .zshrc .profile .mailmap crontab bb bbclass jq sls ncl mojo \
         htaccess gitconfig",
    ),
    (
        line("--"),
        "sql psql pgsql ddl hs lhs elm lua luau ada adb ads vhd vhdl purs agda idr dhall \
         applescript lean moon mysql",
    ),
    (
        line(";"),
        "ini lisp lsp cl el clj cljs cljc edn scm ss rkt fnl hy asm s nasm ll wat ahk reg \
         zone inf",
    ),
    (
        line("%"),
        "tex sty cls bib ltx dtx erl hrl escript pro prolog mat ps eps xrl yrl \
         rebar.config",
    ),
    (line("%%"), "mmd mermaid"),
    (line("\""), "vim vimrc .vimrc gvimrc nvim"),
    (line("'"), "vb vbs bas vba frm puml plantuml iuml brs"),
    (line("REM"), "bat cmd"),
    (line("!"), "f f90 f95 f03 f08 for ftn xresources xdefaults"),
    (line("*>"), "cob cbl cpy"),
    (line(".\\\""), "1 2 3 4 5 6 7 8 9 man roff"),
    (line(".."), "rst"),
    (line("NB."), "ijs"),
    (line("⍝"), "apl dyalog"),
    (line("@c"), "texi texinfo"),
    (line("dnl"), "m4 ac"),
    (
        block("<!--", "-->"),
        "html htm xhtml xml xsd xsl xslt svg md markdown mdown rmd qmd mkd vue svelte \
         astro plist csproj fsproj vbproj props targets resx xaml drawio rss atom wsdl \
         pom jsp storyboard xib web.config app.config nuspec iml fxml dita ditamap",
    ),
    (block("/*", "*/"), "css pcss postcss rc ld lds y l yy"),
    (
        block("(*", "*)"),
        "ml mli mll mly pas dpr sml sig fun nb wl thy coq",
    ),
    (block("{#", "#}"), "j2 jinja jinja2 njk twig tera"),
    (block("{{/*", "*/}}"), "tpl gotmpl tmpl"),
    (block("{{!--", "--}}"), "hbs handlebars"),
    (block("<%#", "%>"), "erb eex ejs"),
    (block("<%#--", "--%>"), "leex"),
    (block("<%!--", "--%>"), "heex"),
    (block("@*", "*@"), "cshtml razor"),
    (block("{{--", "--}}"), "blade.php"),
    (block("{/*", "*/}"), "mdx"),
    (block("-#", ""), "haml"),
    (block("//-", ""), "pug jade"),
    (
        Language::None,
        "json csv tsv txt ipynb geojson ndjson jsonl lock webmanifest har",
    ),
];

/// Returns how comments are written in a file with this name: the whole name decides, then what stands
/// behind its first dot, then behind its last.
pub fn language(file_name: &str) -> Language {
    let name = file_name.to_lowercase();
    let of = |ending: &str| {
        let row = LANGUAGES
            .iter()
            .find(|(_, names)| names.split(' ').any(|name| name == ending));
        row.map(|(language, _)| *language)
    };
    let behind = |at: Option<usize>| at.and_then(|at| name.get(at + 1..)).and_then(of);
    // `Dockerfile.web` and `Makefile.am` are called after what stands before the dot.
    let before = || {
        let (first, _) = name.split_once('.')?;
        (first.len() > 4).then(|| of(first)).flatten()
    };
    of(&name)
        .or_else(|| behind(name.find('.')))
        .or_else(|| behind(name.rfind('.')))
        .or_else(before)
        .unwrap_or(Language::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ending_is_listed_twice() {
        let mut all: Vec<&str> = LANGUAGES
            .iter()
            .flat_map(|(_, names)| names.split(' '))
            .collect();
        all.sort_unstable();
        let twice: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
