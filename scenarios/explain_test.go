package scenarios

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"grapevine/docs"
	"grapevine/sim/mechanism"
)

var (
	works = regexp.MustCompile(`(?i)presses on|sends|changes|places|sells|clocks of their own|has customers talk`)
	year  = regexp.MustCompile(`\b(19|20)\d\d\b`)
)

// Every key that a scenario may have is explained, in whatever way it is asked
// for.
func TestExplain(t *testing.T) {
	for asked, want := range map[string]string{
		"talk.persuasion":         "talk.persuasion\n",
		"talk.persuasion.friends": "talk.persuasion\n",
		"hosts_per_week":          "community.hosts_per_week\n",
		"strategy.community commerce.community.hosts_per_week": "community.hosts_per_week\n",
		"strategy.community.mode":                              "one of    sponsored, organic",
		"strategy.use":                                         "strategy.use\n",
		"network.friends.rewire":                               `[network.NAME] with kind = "watts-strogatz"`,
		"advertising.spring.rate":                              "source: Sultan, Farley & Lehmann 1990",
		"advertising":                                          "rate = 0.0006",
		"rates.leave.loyal":                                    "rates.leave.loyal\n",
		"leave.loyal":                                          "rates.leave.loyal\n",
		"customers":                                            "the top of the file",
		"profit":                                               "metric",
		"network":                                              "kinds     ",
		"step":                                                 `"day"`,
		"cost_per_week":                                        "commerce.cost_per_week",
		"sweep.vary.min":                                       "Lowest value.",
		"sponsored-community":                                  "use = \"sponsored-community\"",
		"loyalty":                                              "[[strategy]] lays this over",
		"referral-tiers":                                       "grapevine new referral-tiers",
		"watts-strogatz":                                       "rewire",
		"referral":                                             "Garnefeld",
		"talk":                                                 "w = -ln(1 - persuasion[layer])",
	} {
		got, err := Explain(asked)
		if err != nil || !strings.Contains(got, want) {
			t.Errorf("%s: %v\n%s\nwant %q in it", asked, err, got, want)
		}
	}
	for _, topic := range topics() {
		if topic.about == "" {
			t.Errorf("%s says nothing of itself", strings.Join(topic.path, "."))
		}
		if _, err := Explain(strings.Join(topic.path, ".")); err != nil {
			t.Error(err)
		}
	}
	// A mechanism is explained by the manual's own paragraph, not by one line.
	for name := range mechanism.Kinds {
		if number, text := docs.Section(name); len(text) < 200 || !strings.HasPrefix(number, "7.") || strings.Contains(text, "`") {
			t.Errorf("%s: section %q of the page on the model says %q", name, number, text)
		} else if !works.MatchString(text) || !year.MatchString(text) {
			t.Errorf("%s: section %s does not say what it works on (presses on, sends, changes, …), or names no source", name, number)
		}
	}
	if _, err := Explain("talk.persuassion"); err == nil || !strings.Contains(err.Error(), `did you mean "talk.persuasion"?`) {
		t.Error(err)
	}
	if os.Getenv("SHOW") != "" {
		for _, k := range []string{"persuasion", "network", "customers", "step", "profit", "rate", "strategy"} {
			s, _ := Explain(k)
			fmt.Println(s)
		}
	}
}
