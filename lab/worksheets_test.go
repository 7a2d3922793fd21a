package lab

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"grapevine/scenarios"
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
	{"satisfaction, all", "classroom-journey", []string{""}, []string{"advocates", "detractors", "nps"}, nil, 100},
	{"satisfaction, swept", "classroom-journey", []string{"product.quality=0.3", "product.quality=0.45", "product.quality=0.6", "product.quality=0.75", "product.quality=0.9"}, []string{"advocates"}, []string{"as it is", "more talk"}, 60},
	{"growth", "classroom-journey", []string{"talk.persuasion.friends=0", "", "talk.persuasion.friends=0.3"}, []string{"customers_won", "wom_share", "t50_customers"}, []string{"as it is"}, 60},
	{"social-media", "ugc-contest", []string{""}, []string{"customers_won", "reach", "profit"}, nil, 4},
	{"hubs", "hubs-vs-many", []string{""}, []string{"reach", "customers_won", "profit"}, nil, 4},
	{"tipping", "stale-community", []string{"", "community.burnout=0.02"}, []string{"members", "customers", "profit"}, []string{"no hosts", "half a day", "two days", "two hosts"}, 4},
	{"authenticity", "overpaid-advocates", []string{""}, []string{"acceptance", "customers_won", "profit"}, []string{"no reward", "sender 10", "sender 20", "sender 40", "friend 20", "sender 20, in kind"}, 4},
	{"sponsored", "forum-organic-vs-sponsored", []string{""}, []string{"members", "mentions", "profit"}, nil, 3},
	{"crisis", "crisis-recovery", []string{""}, []string{"customers", "nps", "profit"}, nil, 3},
}

// glance is what a worksheet's link shows of A and B in world 1, in some weeks.
type glance struct {
	name    string // of the worksheet's file
	columns []string
	weeks   []int
}

var glances = []glance{
	{"satisfaction", []string{"reached_customer", "n_advocate", "n_detractor"}, []int{10, 26, 52}},
	{"growth", []string{"reached_customer", "mentions_positive"}, []int{10, 26, 39, 52}},
	{"social-media", []string{"posts", "reached_customer", "cum_profit"}, []int{40, 42, 44, 48, 60, 104}},
	{"hubs-v-many", []string{"reached_aware", "reached_customer", "cum_profit"}, []int{13, 26, 52, 78}},
	{"tipping-point", []string{"members", "cum_profit"}, []int{26, 30, 39, 52, 78, 130}},
	{"authenticity", []string{"invitations", "acceptances", "reached_customer", "cum_profit"}, []int{26, 52, 104}},
	{"organic-v-sponsored", []string{"members", "mentions_positive", "cum_profit"}, []int{26, 52, 78, 104, 156}},
	{"crisis", []string{"n_detractor", "reached_customer", "nps", "cum_profit"}, []int{29, 31, 36, 40, 52, 104}},
}

// The answer key of the worksheets shows the numbers that the lab shows: the
// world of the worksheet's link, and so many worlds with the levers where the
// worksheet has them.
func TestAnswerKey(t *testing.T) {
	page, err := os.ReadFile(answers)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	hold := func(place, want string) {
		t.Helper()
		begin, end := "<!-- "+place+" -->\n", "<!-- end -->"
		from := strings.Index(text, begin)
		if from < 0 {
			t.Errorf("%s has no place %q", answers, begin)
			return
		}
		from += len(begin)
		to := from + strings.Index(text[from:], end)
		if *update {
			text = text[:from] + want + text[to:]
		} else if got := text[from:to]; got != want {
			t.Errorf("%s: the key has %s\n%s\nbut the lab shows\n%s\ngo test ./lab -run AnswerKey -update renews it", answers, place, got, want)
		}
	}
	for _, g := range glances {
		if testing.Short() && link(t, g.name).Get("p") != "classroom-journey" {
			continue
		}
		hold("world "+g.name, g.table(t))
	}
	for _, x := range exercises {
		if testing.Short() && x.preset != "classroom-journey" {
			continue
		}
		hold("answers "+x.name, x.table(t))
	}
	if *update {
		if err := os.WriteFile(answers, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// link reads the fragment that a worksheet begins with.
func link(t *testing.T, worksheet string) url.Values {
	t.Helper()
	page, err := os.ReadFile("../docs/labs/" + worksheet + ".md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```text\n#")
	fragment, _, found := strings.Cut(rest, "\n")
	q, err := url.ParseQuery(fragment)
	if !found || err != nil {
		t.Fatalf("%s.md begins with no link: %v", worksheet, err)
	}
	return q
}

// table tells of A and B, and when they part: the first week in which anything
// that is counted differs.
func (g *glance) table(t *testing.T) string {
	t.Helper()
	q := link(t, g.name)
	s, err := Open(q.Get("p"), false)
	if err != nil {
		t.Fatal(err)
	}
	if q.Get("seed") != fmt.Sprint(s.now.Seed) {
		t.Errorf("%s.md is for seed %s, the preset for %d", g.name, q.Get("seed"), s.now.Seed)
	}
	var pair [2]*World
	for k, side := range []string{"a", "b"} {
		i := slices.IndexFunc(s.now.Strategies, func(y scenarios.Strategy) bool { return y.Name == q.Get(side) })
		if i < 0 {
			t.Fatalf("%s.md: %s has no strategy %q", g.name, q.Get("p"), q.Get(side))
		}
		if pair[k], err = s.Play(i, 1); err != nil {
			t.Fatal(err)
		}
	}
	value := func(w *World, column string, week int) float64 {
		c := slices.Index(w.Columns, column)
		if c < 0 {
			return 0 // of a table that only the other has
		}
		return w.Weekly[c][week]
	}
	parting := 0
	for parting < len(pair[0].Weekly[0]) && !slices.ContainsFunc(pair[1].Columns, func(c string) bool {
		x, y := value(pair[0], c, parting), value(pair[1], c, parting)
		return x != y && (x == x || y == y) // what does not exist is the same in both
	}) {
		parting++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nThe link, world 1, A | B. They part in week %d.\n\n| week |", parting)
	for _, c := range g.columns {
		b.WriteString(" " + strings.ReplaceAll(strings.NewReplacer("n_advocate", "advocates", "n_detractor", "detractors", "mentions_positive", "good words", "cum_", "", "reached_aware", "reached", "reached_customer", "customers won").Replace(c), "_", " ") + " |")
	}
	b.WriteString("\n|" + strings.Repeat("---|", len(g.columns)+1) + "\n")
	for _, week := range g.weeks {
		fmt.Fprintf(&b, "| %d |", week)
		for _, c := range g.columns {
			fmt.Fprintf(&b, " %.0f \\| %.0f |", value(pair[0], c, week), value(pair[1], c, week))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
	return b.String()
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
