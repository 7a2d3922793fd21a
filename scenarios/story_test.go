package scenarios

import (
	"reflect"
	"strings"
	"testing"
)

// A scenario that is written out and read again is the same scenario: the same
// plans, the same hash, the same number of values that nobody vouches for.
func TestResolvedComesBack(t *testing.T) {
	for _, e := range Presets() {
		t.Run(e.Name, func(t *testing.T) {
			s := load1(t, e.Name)
			text := s.Resolved()
			again, err := LoadBytes(e.Name+".toml", text, nil)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if got, want := again.Hash(), s.Hash(); got != want {
				t.Errorf("hash %s became %s", want, got)
			}
			if got, want := again.Assumptions(), s.Assumptions(); got != want {
				t.Errorf("assumptions %+v became %+v", want, got)
			}
			if string(again.Resolved()) != string(text) {
				t.Errorf("written out again:\n%s\nfirst:\n%s", again.Resolved(), text)
			}
			same(t, s, again)
		})
	}
}

// same reports where two scenarios differ in what is run.
func same(t *testing.T, a, b *Scenario) {
	t.Helper()
	if len(a.Strategies) != len(b.Strategies) {
		t.Fatalf("%d strategies became %d", len(a.Strategies), len(b.Strategies))
	}
	for i, y := range a.Strategies {
		if z := b.Strategies[i]; y.Name != z.Name || !reflect.DeepEqual(y.Plan, z.Plan) {
			t.Errorf("strategy %q: %+v became %q: %+v", y.Name, y.Plan, z.Name, z.Plan)
		}
	}
	if !reflect.DeepEqual(a.Head, b.Head) || a.Money != b.Money || !reflect.DeepEqual(a.Objective, b.Objective) || !reflect.DeepEqual(a.Asserts, b.Asserts) || !reflect.DeepEqual(a.Sweep, b.Sweep) {
		t.Errorf("%+v became %+v", a, b)
	}
}

func load1(t *testing.T, name string, set ...string) *Scenario {
	t.Helper()
	s, err := Load(name, set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t *testing.T, text string, set ...string) *Scenario {
	t.Helper()
	s, err := LoadBytes("test.toml", []byte(text), set)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Whoever sets a value vouches for it; a value of a preset counts as vouched
// for only with a source.
func TestAssumptions(t *testing.T) {
	plain := read(t, "").Assumptions()
	if plain.Values != plain.Defaults || plain.Illustrative == 0 || plain.Illustrative >= plain.Values {
		t.Errorf("an empty scenario: %+v", plain)
	}
	for _, c := range []struct {
		about, text string
		d           Assumptions // change
	}{
		{"a value of the user's", "[product]\nprice = 30", Assumptions{0, -1, -1}},
		{"one that repeats the default", "[product]\nprice = 40", Assumptions{0, -1, -1}},
		{"one that the user calls illustrative", "[product]\nprice = 30 # illustrative", Assumptions{0, 0, 0}},
		{"one with a source", "[product]\nprice = 30 # source: till", Assumptions{0, -1, -1}},
		{"one that switches something on", "[rates]\nnotice = 0.1", Assumptions{1, 0, 0}},
		{"a title", "title = \"x\"\nweeks = 3", Assumptions{}},
		{"two strategies with the same value", "[[strategy]]\nname='a'\n[[strategy]]\nname='b'", Assumptions{}},
		{"strategies with a value of their own", "[[strategy]]\nname='a'\n[[strategy]]\nname='b'\nproduct.price = 3", Assumptions{1, 0, 0}},
		{"a mechanism of defaults", "[talk]", Assumptions{8, 8, 8}},
	} {
		got := read(t, c.text).Assumptions()
		got = Assumptions{got.Values - plain.Values, got.Defaults - plain.Defaults, got.Illustrative - plain.Illustrative}
		if got != c.d {
			t.Errorf("%s: %+v, want %+v", c.about, got, c.d)
		}
	}
	if s := load1(t, "cc-vs-ba"); s.Assumptions().Defaults != s.Assumptions().Values {
		t.Errorf("a preset as it is holds values of the user's: %+v", s.Assumptions())
	}
}

// A preset that is copied keeps its illustrative values illustrative, until
// somebody changes the mark.
func TestNew(t *testing.T) {
	for _, e := range Presets() {
		text, err := New(e.Name)
		if err != nil {
			t.Fatal(err)
		}
		s, copied := load1(t, e.Name), read(t, string(text))
		if got, want := copied.Assumptions().Illustrative, s.Assumptions().Illustrative; got != want {
			t.Errorf("%s: %d illustrative values, copied %d\n%s", e.Name, want, got, text)
		}
		same(t, s, copied)
	}
	if _, err := New("cc-vs-bb"); err == nil || !strings.Contains(err.Error(), `did you mean "cc-vs-ba"?`) {
		t.Error(err)
	}
}

// The hash is of what is run: words about it make no difference, a value does.
func TestHash(t *testing.T) {
	a := read(t, "weeks = 9 # nine\n[talk]\nmode = \"addressed\"\n[product]\nprice = 40")
	b := read(t, "weeks = 9\n[product]\n[talk]")
	c := read(t, "weeks = 9\n[talk]", "product.price=41")
	if a.Hash() != b.Hash() {
		t.Errorf("%s\nand\n%s", a.Resolved(), b.Resolved())
	}
	if a.Hash() == c.Hash() {
		t.Error("another price, the same hash")
	}
}
