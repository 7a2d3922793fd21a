package lab

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

var update = flag.Bool("update", false, "renew the numbers of the worksheets' answer key")

const answers = "../docs/labs/answers.md"

// exercise is what a worksheet asks for: worlds of a preset with levers moved,
// and what is read there.
type exercise struct {
	name     string
	preset   string
	settings []string // a row each, "" for none moved
	metrics  []string
	only     []string // strategies; nil is all
	worlds   int
}

var exercises = []exercise{
	{"satisfaction", "classroom-journey", []string{"product.quality=0.4", "", "product.quality=0.9"}, []string{"advocates", "detractors", "nps"}, []string{"as it is"}, 60},
	{"growth", "classroom-journey", []string{"talk.persuasion.friends=0", "", "talk.persuasion.friends=0.3"}, []string{"customers_won", "wom_share", "t50_customers"}, []string{"as it is"}, 60},
	{"social-media", "ugc-contest", []string{""}, []string{"customers_won", "reach", "profit"}, nil, 4},
	{"hubs", "hubs-vs-many", []string{""}, []string{"reach", "customers_won", "profit"}, nil, 4},
	{"tipping", "stale-community", []string{"", "community.burnout=0.02"}, []string{"members", "customers", "profit"}, []string{"no hosts", "half a day", "two days", "two hosts"}, 4},
	{"authenticity", "overpaid-advocates", []string{""}, []string{"acceptance", "customers_won", "profit"}, []string{"no reward", "sender 10", "sender 20", "sender 40", "friend 20", "sender 20, in kind"}, 4},
	{"sponsored", "forum-organic-vs-sponsored", []string{""}, []string{"members", "mentions", "profit"}, nil, 3},
	{"crisis", "crisis-recovery", []string{""}, []string{"customers", "nps", "profit"}, nil, 3},
}

// The answer key of the worksheets shows the numbers that the lab shows: so many
// worlds with the levers where the worksheet has them.
func TestAnswerKey(t *testing.T) {
	page, err := os.ReadFile(answers)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, x := range exercises {
		if testing.Short() && x.preset != "classroom-journey" {
			continue
		}
		begin, end := "<!-- answers "+x.name+" -->\n", "<!-- end -->"
		from := strings.Index(text, begin)
		if from < 0 {
			t.Errorf("%s has no place %q", answers, begin)
			continue
		}
		from += len(begin)
		to := from + strings.Index(text[from:], end)
		want := x.table(t)
		if *update {
			text = text[:from] + want + text[to:]
		} else if got := text[from:to]; got != want {
			t.Errorf("%s: the key of %s is\n%s\nbut the lab shows\n%s\ngo test ./lab -run AnswerKey -update renews it", answers, x.name, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(answers, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func (x *exercise) table(t *testing.T) string {
	t.Helper()
	s, err := Open(x.preset, false)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n`%s`, seed %d, %d worlds: mean and 90 %% interval.\n\n", x.preset, s.now.Seed, x.worlds)
	moved := len(x.settings) > 1
	if moved {
		b.WriteString("| lever ")
	}
	b.WriteString("| strategy |")
	for _, m := range x.metrics {
		b.WriteString(" " + strings.ReplaceAll(m, "_", " ") + " |")
	}
	b.WriteString("\n|" + strings.Repeat("---|", len(x.metrics)+1))
	if moved {
		b.WriteString("---|")
	}
	b.WriteString("\n")
	for _, setting := range x.settings {
		var set []string
		if setting != "" {
			set = []string{setting}
		}
		if err := s.Set(set); err != nil {
			t.Fatal(err)
		}
		for range x.worlds {
			s.Sample()
		}
		for i, y := range s.now.Strategies {
			if x.only != nil && !slices.Contains(x.only, y.Name) {
				continue
			}
			if moved {
				fmt.Fprintf(&b, "| %s ", orElse(setting, "as it stands"))
			}
			fmt.Fprintf(&b, "| %s |", y.Name)
			for _, m := range x.metrics {
				k := metric.Named(m)
				if k < 0 {
					t.Fatalf("no metric is called %q", m)
				}
				c := experiment.Column{Unit: metric.Kinds[k].Unit}
				b.WriteString(" " + c.Write(s.sampler.sample.Estimate(i, k), s.now.Currency) + " |")
			}
			b.WriteString("\n")
		}
	}
	b.WriteString("\n")
	return b.String()
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return "`" + s + "`"
}
