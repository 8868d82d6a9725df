package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"thirdring/store"
)

// Config is the infrastructure that this instance runs on: addresses, paths
// and secrets. What the centre does is configured in the centre document.
type Config struct {
	Site      string `yaml:"site"`
	Listen    string `yaml:"listen"`
	PublicURL string `yaml:"public_url"`
	// OperatorToken lets the shell commands act on this server as admin.
	OperatorToken string           `yaml:"operator_token"`
	Redis         RedisConfig      `yaml:"redis"`
	Asterisk      []AsteriskConfig `yaml:"asterisk"`
	SpoolDir      string           `yaml:"spool_dir"`
	// PromptsDir holds what the centre recorded itself, over the sounds of
	// asterisk[].sounds_dir; every instance and every Asterisk sees it at this path.
	PromptsDir   string        `yaml:"prompts_dir"`
	TimeZone     string        `yaml:"time_zone"`
	AreaCode     string        `yaml:"area_code"` // of numbers written without one
	LogLevel     slog.Level    `yaml:"log_level"`
	Standby      bool          `yaml:"standby"`       // wait for the lease instead of refusing to start
	DrainTimeout string        `yaml:"drain_timeout"` // as 5s; see drain
	Journal      JournalConfig `yaml:"journal"`

	drain time.Duration
	Phone PhoneConfig `yaml:"phone"`
	Demo  DemoConfig  `yaml:"demo"`
}

// RedisConfig says where the state, the journal and the register live.
type RedisConfig struct {
	// Addr is host:port or the path of a unix socket; several, separated by
	// commas, are a Cluster's nodes, or the Sentinels if Master is set.
	Addr     string `yaml:"addr"`
	Master   string `yaml:"master"`
	Username string `yaml:"username"`
	Password string `yaml:"password"`
	DB       int    `yaml:"db"`
}

// JournalConfig says how long every event and decision is kept: for the
// question why a call went where it went, and for replay.
type JournalConfig struct {
	Days  int `yaml:"days"`
	MaxMB int `yaml:"max_mb"` // of Redis memory; the oldest goes first
}

// storeOptions are how to reach the site's Redis.
func (c *Config) storeOptions() store.Options {
	r := c.Redis
	return store.Options{
		Addr: r.Addr, Master: r.Master, Username: r.Username, Password: r.Password, DB: r.DB, Site: c.Site,
		JournalKeep: time.Duration(c.Journal.Days) * 24 * time.Hour, JournalMemory: int64(c.Journal.MaxMB) << 20,
	}
}

// AsteriskConfig is one Asterisk node.
type AsteriskConfig struct {
	Name          string `yaml:"name"`
	ARIURL        string `yaml:"ari_url"`
	ARIUser       string `yaml:"ari_user"`
	ARIPassword   string `yaml:"ari_password"`
	App           string `yaml:"app"`
	SoundsDir     string `yaml:"sounds_dir"`
	RecordingsDir string `yaml:"recordings_dir"`
	VoicemailDir  string `yaml:"voicemail_dir"` // of the fallback dialplan; beside recordings_dir if not given
}

// voicemails is where the fallback dialplan leaves messages.
func (n AsteriskConfig) voicemails() string {
	if n.VoicemailDir != "" {
		return n.VoicemailDir
	}
	return filepath.Join(filepath.Dir(n.RecordingsDir), "voicemail")
}

// DemoConfig lets the demo page place calls; leave SIP empty in production.
type DemoConfig struct {
	SIP string `yaml:"sip"`
}

// DefaultConfig is a centre on one machine.
func DefaultConfig() Config {
	return Config{
		Site:     "site1",
		Listen:   "127.0.0.1:8080",
		Redis:    RedisConfig{Addr: "127.0.0.1:6379"},
		SpoolDir: "var/spool",

		PromptsDir: "var/own-prompts",
		TimeZone:   "Asia/Shanghai",
		AreaCode:   "021",

		DrainTimeout: "5s",
		Journal:      JournalConfig{Days: 31, MaxMB: 256},
	}
}

// defaultNode fills what a node's entry leaves out.
func defaultNode(n AsteriskConfig) AsteriskConfig {
	for _, d := range []struct {
		field *string
		value string
	}{
		{&n.Name, "ast1"},
		{&n.ARIURL, "http://127.0.0.1:8088/ari"},
		{&n.ARIUser, "thirdring"},
		{&n.App, "thirdring"},
		{&n.SoundsDir, "var/prompts"},
		{&n.RecordingsDir, "var/recordings"},
	} {
		if *d.field == "" {
			*d.field = d.value
		}
	}
	return n
}

// LoadConfig reads the file (none if the name is empty), lets THIRDRING_*
// variables win over it, and checks the result.
func LoadConfig(file string) (*Config, error) {
	cfg := DefaultConfig()
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("configuration: %w", err)
		}
		if err := yaml.UnmarshalWithOptions(text, &cfg, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("configuration %s: %s", file, yaml.FormatError(err, false, true))
		}
	}
	if len(cfg.Asterisk) == 0 {
		cfg.Asterisk = []AsteriskConfig{{}}
	}
	for i, node := range cfg.Asterisk {
		cfg.Asterisk[i] = defaultNode(node)
	}
	if err := cfg.applyEnv(os.LookupEnv); err != nil {
		return nil, err
	}
	if cfg.PublicURL == "" {
		cfg.PublicURL = "http://" + cfg.Listen
	}
	return &cfg, cfg.Validate()
}

// applyEnv overrides single settings; those of Asterisk are the first node's.
func (c *Config) applyEnv(lookup func(string) (string, bool)) error {
	for name, field := range map[string]*string{
		"SITE":           &c.Site,
		"LISTEN":         &c.Listen,
		"PUBLIC_URL":     &c.PublicURL,
		"OPERATOR_TOKEN": &c.OperatorToken,
		"REDIS_ADDR":     &c.Redis.Addr,
		"REDIS_PASSWORD": &c.Redis.Password,
		"ARI_URL":        &c.Asterisk[0].ARIURL,
		"ARI_USER":       &c.Asterisk[0].ARIUser,
		"ARI_PASSWORD":   &c.Asterisk[0].ARIPassword,
		"ARI_APP":        &c.Asterisk[0].App,
		"SOUNDS_DIR":     &c.Asterisk[0].SoundsDir,
		"RECORDINGS_DIR": &c.Asterisk[0].RecordingsDir,
		"VOICEMAIL_DIR":  &c.Asterisk[0].VoicemailDir,
		"SPOOL_DIR":      &c.SpoolDir,
		"PROMPTS_DIR":    &c.PromptsDir,
		"TIME_ZONE":      &c.TimeZone,
		"AREA_CODE":      &c.AreaCode,
		"DEMO_SIP":       &c.Demo.SIP,
	} {
		if value, ok := lookup("THIRDRING_" + name); ok {
			*field = value
		}
	}
	if value, ok := lookup("THIRDRING_LOG_LEVEL"); ok {
		if err := c.LogLevel.UnmarshalText([]byte(value)); err != nil {
			return fmt.Errorf("configuration: THIRDRING_LOG_LEVEL %q: use debug, info, warn or error", value)
		}
	}
	return nil
}

var siteName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// Validate names every setting that cannot work and says what would.
func (c *Config) Validate() error {
	var errs []error
	bad := func(key, value, want string) {
		errs = append(errs, fmt.Errorf("configuration: %s %q: %s", key, value, want))
	}
	if !siteName.MatchString(c.Site) {
		bad("site", c.Site, "use 1 to 32 lower-case letters, digits and dashes")
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		bad("listen", c.Listen, "write host:port")
	}
	if c.Redis.Addr == "" {
		bad("redis.addr", c.Redis.Addr, "write host:port or the path of a unix socket")
	}
	var err error
	if c.drain, err = time.ParseDuration(c.DrainTimeout); err != nil || c.drain < 0 {
		bad("drain_timeout", c.DrainTimeout, "write a time such as 5s")
	}
	if c.Journal.Days < 1 || c.Journal.Days > 366 {
		bad("journal.days", strconv.Itoa(c.Journal.Days), "write 1 to 366")
	}
	if c.Journal.MaxMB < 1 {
		bad("journal.max_mb", strconv.Itoa(c.Journal.MaxMB), "write how many MB of Redis memory the journal may take, such as 256")
	}
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" {
		bad("public_url", c.PublicURL, "write the address that browsers use, such as https://hotline.example.com")
	}
	if !filepath.IsAbs(c.SpoolDir) {
		c.SpoolDir, _ = filepath.Abs(c.SpoolDir)
	}
	if !filepath.IsAbs(c.PromptsDir) {
		c.PromptsDir, _ = filepath.Abs(c.PromptsDir)
	}
	errs = append(errs, c.Phone.validate())
	errs = append(errs, validateNodes(c.Asterisk)...)
	return errors.Join(errs...)
}

func validateNodes(nodes []AsteriskConfig) []error {
	var errs []error
	seen := map[string]bool{}
	for i, node := range nodes {
		key := fmt.Sprintf("asterisk[%d]", i)
		if seen[node.Name] {
			errs = append(errs, fmt.Errorf("configuration: %s.name %q: another node has this name", key, node.Name))
		}
		seen[node.Name] = true
		u, err := url.Parse(node.ARIURL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !strings.HasSuffix(u.Path, "/ari") {
			errs = append(errs, fmt.Errorf("configuration: %s.ari_url %q: write it like http://127.0.0.1:8088/ari", key, node.ARIURL))
		}
	}
	return errs
}
