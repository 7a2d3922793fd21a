package scenarios

import (
	"strings"
	"testing"
)

const split = `
weeks = 10
[budget]
total = 1000
shares = { advertising = 0.5, service = 0.5 }
[advertising]
spend_per_week = 50
half_saturation = 1
[service]
[network.friends]
kind = "watts-strogatz"
[talk]
persuasion = { friends = 0.1 }
[[strategy]]
name = "a"
[[strategy]]
name = "b"
`

// Shares are taken in proportion, so that one key can be varied; that they do
// not add up to 1 is told.
func TestBudgetIsSplitInProportion(t *testing.T) {
	s, err := LoadBytes("split.toml", []byte(split), nil)
	if err != nil || len(s.Notes) != 0 {
		t.Fatal(err, s.Notes)
	}
	more, err := LoadBytes("split.toml", []byte(split), []string{"budget.shares.advertising=1.5"})
	if err != nil || len(more.Notes) != 1 || !strings.Contains(more.Notes[0], "add up to 2") {
		t.Fatal(err, more.Notes)
	}
	again, err := LoadBytes("split.toml", more.Resolved(), nil)
	if err != nil || again.Hash() != more.Hash() {
		t.Errorf("written out and read again it is another scenario: %v\n%s", err, more.Resolved())
	}
}

// What cannot be split is refused, with the place.
func TestBudgetFaults(t *testing.T) {
	for _, c := range []struct{ what, from, to, want string }{
		{"a table that is not there", "service = 0.5", "community = 0.5", "there is no table [community] to spend it\n  --> split.toml:5:43"},
		{"a misspelt one", "service = 0.5", "servise = 0.5", `did you mean "service"?`},
		{"one that money cannot buy", "service = 0.5", "talk = 0.5", "it is not known what a sum buys of [talk]"},
		{"less than nothing", "service = 0.5", "service = -0.5", "split.toml:5:41"},
		{"nothing for all", "advertising = 0.5, service = 0.5", "advertising = 0", "budget shares must not all be 0"},
		{"no shares", "shares = { advertising = 0.5, service = 0.5 }", "", "the budget has no shares"},
		{"no plan to hold the sum against", "spend_per_week = 50", "", "spend_per_week = 0"},
		{"a second budget", "[service]", "[service]\nbudget = 10", "it has a budget of its own"},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := LoadBytes("split.toml", []byte(strings.Replace(split, c.from, c.to, 1)), nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v\nwant %s", err, c.want)
			}
		})
	}
}

// A strategy may do without, or split otherwise.
func TestBudgetOfAStrategy(t *testing.T) {
	text := split + "budget.shares.service = 0\n[[strategy]]\nname = \"none\"\nbudget = false\n"
	s, err := LoadBytes("split.toml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := LoadBytes("split.toml", s.Resolved(), nil)
	if err != nil || again.Hash() != s.Hash() {
		t.Errorf("written out and read again it is another scenario: %v\n%s", err, s.Resolved())
	}
}
