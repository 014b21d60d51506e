//! Which visits are those of programs: by what they call themselves.

/// Words that a program has in its name, in lower case, under what they are.
pub const PROGRAMS: &[(&str, &[&str])] = &[
    (
        "search engines, archives and link previews",
        &[
            "bot",
            "crawl",
            "spider",
            "slurp",
            "archiver",
            "wayback",
            "mediapartners",
            "preview",
            "embedly",
            "facebookexternalhit",
            "whatsapp",
            "skypeuri",
            "feedfetcher",
            "feedly",
            "ia_archiver",
            "lychee",
            "linkcheck",
            "validator",
        ],
    ),
    (
        "scripts and libraries",
        &[
            "curl/",
            "wget",
            "python",
            "aiohttp",
            "httpx",
            "go-http-client",
            "java/",
            "apache-httpclient",
            "okhttp",
            "libwww-perl",
            "lwp::",
            "node-fetch",
            "axios",
            "undici",
            "got (",
            "ruby",
            "faraday",
            "php/",
            "guzzle",
            "reqwest",
            "powershell",
            "postman",
            "insomnia",
            "httpie",
            "git/",
            "rclone",
            "scrapy",
        ],
    ),
    (
        "monitors and probes",
        &[
            "kube-probe",
            "prometheus",
            "blackbox",
            "healthcheck",
            "health-check",
            "googlehc",
            "uptime",
            "pingdom",
            "statuscake",
            "datadog",
            "newrelic",
            "dynatrace",
            "site24x7",
            "zabbix",
            "nagios",
            "check_http",
            "icinga",
            "monitor",
            "haproxy",
            "envoy",
            "consul",
            "nmap",
            "nikto",
            "zgrab",
            "masscan",
            "nessus",
            "scanner",
        ],
    ),
    (
        "continuous integration and browsers without a screen",
        &[
            "github-hookshot",
            "github-actions",
            "gitlab",
            "jenkins",
            "circleci",
            "buildkite",
            "teamcity",
            "drone",
            "argocd",
            "ansible",
            "terraform",
            "headless",
            "phantomjs",
            "puppeteer",
            "playwright",
            "selenium",
            "cypress",
            "lighthouse",
        ],
    ),
];

/// Whether a program calls itself so. Who says nothing is not known to be one.
pub(super) fn is_program(agent: &[u8]) -> bool {
    // A telephone that is called after a robot is none.
    let agent = String::from_utf8_lossy(agent)
        .to_lowercase()
        .replace("cubot", "");
    let mut words = PROGRAMS.iter().flat_map(|(_, words)| *words);
    words.any(|word| agent.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_none() {
        for browser in [
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0 OPR/116.0",
            "Lynx/2.9.0dev.10 libwww-FM/2.14",
            "Mozilla/5.0 (Linux; Android 9; CUBOT P30) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
            "-",
            "",
        ] {
            assert!(!is_program(browser.as_bytes()), "{browser}");
        }
        for program in [
            "Googlebot/2.1",
            "curl/8.9.1",
            "kube-probe/1.31",
            "python-requests/2.32",
            "GitHub-Hookshot/abc",
        ] {
            assert!(is_program(program.as_bytes()), "{program}");
        }
    }

    #[test]
    fn words_are_written_as_they_are_compared() {
        let words = PROGRAMS.iter().flat_map(|(_, words)| *words);
        assert!(words.into_iter().all(|word| word.to_lowercase() == *word));
    }
}
