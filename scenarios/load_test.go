package scenarios

import (
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"grapevine/network"
	"grapevine/sim/mechanism"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What people get wrong is told all at once, each with its place and a way
// out. A change of a golden file is a change of what users read.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".toml"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.ToSlash(filepath.Join("testdata/faults", filepath.Base(file)))
			_, err = LoadBytes(name, data, nil)
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("got %v, want faults", err)
			}
			golden := strings.TrimSuffix(file, ".toml") + ".golden"
			got := strings.ReplaceAll(faults.Error(), "testdata/faults/", "") + "\n"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// A base, a file over it, blocks, a strategy's own tables and the command line
// override one another in this order, key by key.
func TestPrecedence(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("below.toml", `
weeks = 10
customers = 500
[product]
price = 1
unit_cost = 1
quality = 0.1
[advertising]
rate = 0.1
[network.friends]
kind = "watts-strogatz"
rewire = 0.5
trust = 0.5
[[strategy]]
name = "a"
use = "block.toml"
[[strategy]]
name = "b"
`)
	write("block.toml", `
title = "a block"
[product]
quality = 0.3
transparency = 0.3
[talk]
persuasion = { friends = 0.3 }
`)
	path := write("above.toml", `
base = "below.toml"
weeks = 20
[product]
quality = 0.2
unit_cost = 2
[network.friends]
kind = "barabasi-albert"
attach = 2
[network.work]
kind = "watts-strogatz"
[advertising]
spend_per_week = 5
[advertising.spring]
rate = 0.2
from = "2 weeks"
[[strategy]]
name = "a"
product.transparency = 0.4
[[strategy]]
name = "c"
advertising = false
talk.persuasion = { friends = 0.1, work = 0.2 }
`)
	_, err := Load(path, []string{"customers=400", "strategy.a.product.elasticity = 9", "strategy.c.talk.mode=broadcast", "product.price_elasticity=2", "network.friends.trust=0.7"})
	if err == nil || !strings.Contains(err.Error(), `unknown key "elasticity" in [strategy.a.product]`) {
		t.Fatalf("a key that does not exist: %v", err)
	}
	s, err := Load(path, []string{"customers=400", "strategy.a.product.price_elasticity = 9", "strategy.c.talk.mode=broadcast", "product.price_elasticity=2", "network.friends.trust=0.7"})
	if err != nil {
		t.Fatal(err)
	}
	if s.Weeks != 20 || s.Customers != 400 || s.Name != "above" || len(s.Strategies) != 3 {
		t.Errorf("%+v", s.Head)
	}
	a, b, c := s.Strategies[0].Plan, s.Strategies[1].Plan, s.Strategies[2].Plan
	for name, got := range map[string][2]float64{
		"a: price from the base":                      {a.Product.Price, 1},
		"a: cost from the file":                       {a.Product.UnitCost, 2},
		"a: quality from the block":                   {a.Product.Quality, 0.3},
		"a: transparency of its own":                  {a.Product.Transparency, 0.4},
		"a: elasticity from the command line":         {a.Product.Elasticity, 9},
		"b: quality from the file":                    {b.Product.Quality, 0.2},
		"b: elasticity of the market":                 {b.Product.Elasticity, 2},
		"trust of the layer from the line":            {b.Layers[0].Trust, 0.7},
		"mechanisms of a: advertising twice and talk": {float64(len(a.Mechanisms)), 3},
		"mechanisms of b: advertising twice":          {float64(len(b.Mechanisms)), 2},
		"mechanisms of c: talk alone":                 {float64(len(c.Mechanisms)), 1},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %v, want %v", name, got[0], got[1])
		}
	}
	if names := a.Mechanisms[0].Name + " " + a.Mechanisms[1].Name; names != "advertising advertising.spring" {
		t.Errorf("mechanisms: %s", names)
	}
	spring := a.Mechanisms[1].Mechanism.(*mechanism.Advertising)
	if spring.From != 2 || spring.Rate != 0.2 || spring.SpendPerWeek != 0 {
		t.Errorf("the spring campaign: %+v", spring)
	}
	if talk := c.Mechanisms[0].Mechanism.(*mechanism.Talk); talk.Mode != "broadcast" || talk.Persuasion["work"] != 0.2 {
		t.Errorf("talk of c: %+v", talk)
	}
	if g, ok := a.Layers[0].Graph.(*network.BarabasiAlbert); !ok || g.Attach != 2 {
		t.Errorf("friends: %+v", a.Layers[0].Graph)
	}
	back, err := LoadBytes("above.toml", s.Resolved(), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.Resolved())
	}
	same(t, s, back)
	with, err := s.With([]string{"strategy.b=false", "strategy.1.name=first"})
	if err != nil {
		t.Fatal(err)
	}
	if len(with.Strategies) != 2 || with.Strategies[0].Name != "first" {
		t.Errorf("%+v", with.Strategies)
	}
}

// The command line is as careful as a file.
func TestSetFaults(t *testing.T) {
	for arg, want := range map[string]string{
		"weeks":                                  `"weeks" sets nothing`,
		"weeks=":                                 "a value is missing",
		"weeks=soon":                             `weeks cannot be "soon"`,
		"talk.persuasion=[":                      "not valid TOML",
		"a..b=1":                                 "is not the path of a key",
		"strategy.bth.talk.mode=broadcast":       `there is no "bth" here: did you mean "both"?`,
		"strategy.9.talk.mode=broadcast":         "or a number from 1",
		"network.friends.rewrie=0.1":             `did you mean "rewire"?`,
		"product.price=1e999":                    "product",
		"base=x":                                 "base cannot be set here",
		"seed=99999999999999999999999":           "seed cannot be",
		"title=\"\x1b[31m\"":                     "not valid TOML",
		"strategy=false":                         "",
		"network.friends.kind = barabasi-albert": "",
		"product.price=1\nweeks=2":               "more than one line",
	} {
		_, err := Load("cc-vs-ba", []string{arg})
		switch {
		case want == "" && err != nil:
			t.Errorf("--set %q: %v", arg, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("--set %q: %v, want %q", arg, err, want)
		}
	}
}

// What is no scenario at all is refused in a moment.
func TestNoScenario(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.toml")
	big := filepath.Join(dir, "big.toml")
	os.WriteFile(empty, nil, 0o644)
	os.WriteFile(big, []byte(strings.Repeat("[", 10<<20)), 0o644)
	for name, want := range map[string]string{
		"cc-vs-bb":                           `did you mean "cc-vs-ba"?`,
		dir:                                  "it is a folder",
		filepath.Join(dir, "x.toml"):         "there is no such file",
		filepath.Join(empty, "x.toml"):       "cannot be read",
		big:                                  "larger than 1024 kB",
		"":                                   "cannot be read",
		"a\x00b.toml":                        "cannot be read",
		"../classics/../../../x/../cc-vs-ba": "there is no such file",
	} {
		if _, err := Load(name, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
	}
	if s, err := Load(empty, nil); err != nil || s.Customers != 10000 || s.Strategies[0].Name != "market" {
		t.Errorf("an empty file: %+v, %v", s, err)
	}
}

// Rates, times and shares may be given in the unit at hand.
func TestUnits(t *testing.T) {
	s := read(t, `
customers = 1e3
[rates]
notice = "0.52/year"
consider = "7%/week"
decide = "0.01 per day"
settle = 1
[product]
quality = "70%"
[money]
discount = "8%/year"
[advertising]
rate = "12%/month"
from = "1 year"
until = "371 days"
weeks_on = "2 weeks"
`)
	p := s.Strategies[0].Plan
	ad := p.Mechanisms[0].Mechanism.(*mechanism.Advertising)
	for _, c := range [][2]float64{
		{float64(s.Customers), 1000}, {p.Rates.Notice, 0.01}, {p.Rates.Consider, 0.07}, {p.Rates.Decide, 0.07}, {p.Rates.Settle, 1},
		{p.Product.Quality, 0.7}, {s.Money.Discount, 0.08}, {ad.Rate, 0.12 * 12 / 52}, {ad.From, 52}, {ad.Until, 53}, {float64(ad.WeeksOn), 2},
		{p.Step, 1.0 / 7},
	} {
		if math.Abs(c[0]-c[1]) > 1e-12 {
			t.Errorf("got %v, want %v", c[0], c[1])
		}
	}
}

// Whatever is in a file, loading it ends, without a panic, in a scenario that
// comes back from its own text, or in faults.
func FuzzLoad(f *testing.F) {
	files, _ := filepath.Glob("testdata/faults/*.toml")
	for _, file := range files {
		data, _ := os.ReadFile(file)
		f.Add(data)
	}
	for _, name := range presetNames() {
		data, _ := preset(name)
		f.Add(data)
	}
	Disk = fstest.MapFS{}
	f.Cleanup(func() { Disk = disk{} })
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		s, err := LoadBytes("fuzz.toml", data, nil)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		var faults Faults
		if err != nil {
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("not faults: %v", err)
			}
			_ = err.Error()
			return
		}
		again, err := LoadBytes("again.toml", s.Resolved(), nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, s.Resolved())
		}
		if again.Hash() != s.Hash() {
			t.Errorf("%s\nbecame\n%s", s.Resolved(), again.Resolved())
		}
	})
}

// A rival may have any name, also one that looks like a key of rivals: where
// no key takes a table, a table cannot be a misspelt one.
func TestRivalsHaveAnyName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.toml")
	if err := os.WriteFile(path, []byte("title = \"a\"\n[rivals.leader]\nshare = 0.2\n[rivals.tall]\nshare = 0.1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		set  []string
		want int
	}{{nil, 2}, {[]string{"rivals.leader=false"}, 1}, {[]string{"rivals.leader.warmth=0.9"}, 2}} {
		s, err := Load(path, c.set)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(s.Strategies[0].Plan.Mechanisms); got != c.want {
			t.Errorf("with %q: %d rivals, want %d", c.set, got, c.want)
		}
	}
	if _, err := Load(path, []string{"rivals.leader.warmt=0.9"}); err == nil || !strings.Contains(err.Error(), `did you mean "warmth"?`) {
		t.Errorf("a misspelt key of a rival: %v", err)
	}
}
