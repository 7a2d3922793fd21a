package knob

import (
	"fmt"
	"math"
	"reflect"
	"testing"
)

type reward struct {
	Size float64 `toml:"size" default:"5" unit:"money" range:"[0,)"`
}

// window is shared by many tables: its keys stand beside theirs.
type window struct {
	From int `toml:"from" default:"1" range:"[0,10]"`
}

// word reads itself from a text.
type word string

func (w *word) UnmarshalText(text []byte) error {
	*w = word("<" + string(text) + ">")
	return nil
}

type table struct {
	window
	Rate   float64            `toml:"rate" default:"0.03" range:"(0,1)" source:"Bass 1969" doc:"How fast."`
	Reward reward             `toml:"reward"`
	By     map[string]float64 `toml:"by" default:"{ a = 0.1 }" range:"[0,1]"`
	List   []int              `toml:"list" default:"[1, 2]" range:"[1,)"`
	Mode   string             `toml:"mode" default:"slow" options:"slow,fast"`
	On     bool               `toml:"on" default:"true"`
	Limit  *float64           `toml:"limit" range:"[0,1]"`
	Word   word               `toml:"word" default:"x"`
	NoKey  int
}

// Defaults sets what the tags say, in nested and embedded structs too.
func TestDefaults(t *testing.T) {
	got := Defaults(&table{})
	want := &table{window: window{1}, Rate: 0.03, Reward: reward{5}, By: map[string]float64{"a": 0.1}, List: []int{1, 2}, Mode: "slow", On: true, Word: "<x>"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	var keys []string
	for _, f := range Fields(got) {
		keys = append(keys, f.Key)
	}
	if s := fmt.Sprint(keys); s != "[from rate reward.size by list mode on limit word]" {
		t.Error(s)
	}
	if faults := Check(got); faults != nil {
		t.Errorf("the defaults are at fault: %v", faults)
	}
	got.By["a"], got.List[0] = 9, 9
	if again := Defaults(&table{}); !reflect.DeepEqual(again, want) {
		t.Errorf("who changes one struct changes the defaults of the next: %+v", again)
	}
}

// Check finds every fault, and a number that is none is in no range.
func TestCheck(t *testing.T) {
	over := 1.5
	of := &table{window: window{11}, Rate: math.NaN(), Reward: reward{-1}, By: map[string]float64{"a": 2, "b": 0.5}, List: []int{1, 0}, Mode: "fsat", Limit: &over}
	var got []string
	for _, f := range Check(of) {
		got = append(got, f.Error())
	}
	want := []string{
		"from = 11: want between 0 and 10", "rate = NaN: want above 0 and below 1", "reward.size = -1: want 0 or more",
		"by.a = 2: want between 0 and 1", "list[1] = 0: want 1 or more", `mode = "fsat": want one of slow, fast`, "limit = 1.5: want between 0 and 1",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Ranges say themselves in words.
func TestRanges(t *testing.T) {
	for tag, want := range map[string]string{
		"[0,1]": "between 0 and 1", "(0,)": "above 0", "[0,)": "0 or more", "(,5)": "below 5", "[1,100000000]": "between 1 and 100000000",
		"(0,1]": "above 0 and 1 or less", "(,)": "any number",
	} {
		r, err := ParseRange(tag)
		if err != nil || r.String() != want {
			t.Errorf("%s: %q, %v, want %q", tag, r, err, want)
		}
	}
	for _, tag := range []string{"", "[1]", "0,1", "[a,1]", "[0;1]"} {
		if _, err := ParseRange(tag); err == nil {
			t.Errorf("%q is accepted", tag)
		}
	}
}
