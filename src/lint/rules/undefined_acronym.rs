//! A word in capitals that nobody explains.

use std::collections::BTreeSet;

use super::{Check, Context, Errs, Group, Rule};
use crate::corpus::Corpus;
use crate::diagnostic::Severity;
use crate::lint::acronyms::{self, Acronyms};
use crate::model::SectionKind;

pub(super) static RULE: Rule = Rule {
    name: "undefined-acronym",
    group: Group::Language,
    severity: Severity::Advice,
    errs: Errs::Always,
    page: include_str!("undefined_acronym.md"),
    check: Check::Corpus(check),
};

/// Used less often, a word can be passed over.
const USES_MIN: usize = 2;

fn check(corpus: &Corpus, cx: &mut Context<'_>) {
    let glossary = glossary(corpus);
    let known: BTreeSet<&str> = KNOWN.split_whitespace().collect();
    for writeup in &corpus.writeups {
        let found = Acronyms::of(&corpus.files, writeup);
        for (word, uses) in &found.uses {
            let plain = known.contains(word) || glossary.contains(word);
            // Two letters are a person's initials as often as anything.
            if plain || uses.len() < USES_MIN || word.len() < 3 || found.defined.contains(word) {
                continue;
            }
            if let Some(first) = uses.first()
                && !Acronyms::spelt_out(&corpus.files, writeup.file, word)
            {
                cx.report(*first, format!("`{word}` is not spelt out"))
                    .help("what does it stand for, to a reader from elsewhere?");
            }
        }
    }
}

/// Returns the words of the glossaries: the repository's page, and every section of that name.
fn glossary(corpus: &Corpus) -> BTreeSet<&str> {
    let sections = corpus
        .writeups
        .iter()
        .flat_map(|writeup| writeup.sections_of(SectionKind::Glossary))
        .map(|section| corpus.files.text(section.body));
    let pages = corpus
        .glossaries
        .iter()
        .map(|page| corpus.files.whole(*page));
    sections
        .chain(pages)
        .flat_map(acronyms::words)
        .map(|(_, word)| word)
        .collect()
}

/// Words in capitals that readers of write-ups know, and words that are only written large.
const KNOWN: &str = "\
    AAA ABI ACK ACL ACLS ACST AEDT AEST AKA AKDT AKST ALB AMD AMI ANSI AOL APAC API APIS APM APNIC \
    ARM ARN ARP ASAP ASCII ASG ASN ASP AST ATM AWS AWST BBC BGP BIND BIOS BOM BSD BST CAA CAP CDN \
    CDT CEO CEST CET CFO CGI CGROUP CIDR CIO CISA CISO CLI CMS CNAME CNCF COPY CORS CPU CPUS CRC \
    CRD CRM CRON CRUD CSAT CSP CSRF CSS CST CSV CTO CUDA CVE CVS DAG DBA DBMS DBS DDL DDOS DDR \
    DELETE DEV DHCP DIMM DLQ DNS DNSSEC DOM DOS DRAM DRY DSL DTLS EBS ECS EDT EEST EET EFS EKS ELB \
    ELK EMEA ENV EOD EOF EOL EOM ERP EST ETA ETL EXIF FAQ FAQS FCC FIFO FPGA FQDN FTP FTPS FUSE \
    FYI GBPS GCC GCE GCP GCS GDPR GET GHZ GIF GIT GKE GMT GNU GPG GPL GPS GPU GPUS GTM GUI GUID \
    HDD HDFS HEAD HEX HKT HMAC HPA HSM HST HSTS HTML HTTP HTTPS IAAS IAC IAM IANA IBM ICMP ICP IDE \
    IDP IDS IEEE IETF IGNORE IMAP INFO INSERT INT IOPS IOS IPC IPS ISO ISP ISPS IST JAR JDBC JDK \
    JIRA JIT JPEG JPG JSON JST JVM JWT KMS KPI KST KVM LAMP LAN LATAM LDAP LDAPS LED LFS LGTM LIFO \
    LLM LOC LRU LTE LTS LUN LVM MAC MBPS MDT MFA MHZ MIB MIME MIPS MIT MITM MPLS MSK MSSQL MST MTU \
    MVC MVP NACK NACL NACLS NAS NASA NAT NDA NFS NGINX NIC NICS NIST NLB NOC NODE NOT NPM NTP NULL \
    NUMA NVME NZDT NZST OAUTH OCI OCR OCSP OIDC OKR OLAP OLTP OOM OOMS OPS ORM OSPF OSS OTP OVH \
    OWASP PAAS PAM PATCH PATH PCI PCIE PDF PDT PDU PGP PHP PID PII PKI PLC PNG POC POM POP POSIX \
    POST PRD PROD PRS PST PSU PTO PUT PVC PVCS QOS QPS QUIC RACI RAID RAM RBAC RCA RCE RDS README \
    REPL REST RFC RFCS ROM ROOT RPC RPCS RPM RPO RPS RSA RSS RST RTFM RTO RTT SAAS SAML SAN SANS \
    SAS SATA SCM SCP SCSI SDK SDKS SDN SEO SFTP SGT SHA SIEM SIGHUP SIGINT SIGTERM SKU SLA SLAB \
    SLAS SLI SLIS SLO SLOS SMB SMS SMTP SNAT SNI SNMP SNS SOA SOAP SOC SPA SPDX SPF SPOF SQL SQS \
    SRAM SRE SRES SRV SSD SSDS SSH SSL SSO STDERR STDIN STDOUT STS SUSE SUV SVG SVN SYN TAR TBD \
    TCP TDD TFTP TLD TLDR TLS TODO TOML TPM TPS TSV TTL TTLS TTY TXT UAT UDP UID UPS URI URIS URL \
    URLS USA USB USD UTC UTF UUID UUIDS VAT VCPU VIP VIPS VLAN VLANS VMS VNC VPC VPCS VPN VPS WAF \
    WAL WAN WASM WET WIFI WIP WORM WWW XML XSS YAML YML ZFS ZIP \
    AFTER AGE ALL ALSO ALTER ALWAYS AND ANY APR ARE AUG BAD BEFORE BOTH BUT CAN CREATE DEBUG DEC \
    DID DOES DONE DOWN DROP EDIT ERROR EVERY FAIL FAILED FALSE FATAL FEB FIRST FIX FOR FRI FROM \
    FULL GOOD GROUP HAD HAS HAVE HERE HIGH HOW INDEX INF INNER ITS JAN JOIN JUL JUN KEY LIMIT LINK \
    LIVE LOCK LOG LOGS LOT LOW MAR MASTER MAX MAY MEDIUM MIN MON MORE MUCH MUST NAME NAN NEVER NEW \
    NONE NOTE NOTES NOV NOW OCT OFF OLD ONE ONLY OPEN ORDER OUT OVER PASS PLEASE PRIMARY QUERY \
    READ READY REALLY SAME SAT SELECT SEP SEPT SET SEV SHOULD STATUS STILL STOP SUCCESS SUN TABLE \
    TEST THAT THE THEN THIS THU TRACE TRUE TUE UPDATE USE VERY WARN WAS WAY WED WERE WHAT WHEN \
    WHERE WHO WHY WILL WITH WRITE YES YOU YOUR";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_words_that_the_rule_would_meet() {
        for word in KNOWN.split_whitespace() {
            assert!(word.bytes().all(|byte| byte.is_ascii_uppercase()), "{word}");
        }
    }
}
