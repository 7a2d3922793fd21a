// Package knob reads what the tags of a struct say about the keys a scenario
// may set: the default, the unit, the range, the source. A key's whole story
// is told once, beside the field that holds it.
//
// The tags are
//
//	toml:"rate"              the key
//	default:"0.0006"         what holds when the key is left out (numbers, true or
//	                         false, a string, or a TOML array or inline table)
//	unit:"1/week"            the unit; a key per week also accepts "0.03/year"
//	range:"[0,1]"            the values allowed: [ and ] include the end, ( and ) do
//	                         not, a missing end is no limit
//	options:"organic,paid"   the words allowed
//	source:"Bass 1969"       where the default comes from; without it the default is
//	                         illustrative, and the product says so
//	doc:"…"                  one sentence a marketer can read
//
// A field of pointer type may be left out for good: it stays nil. A type that
// reads itself from a text (encoding.TextUnmarshaler) reads its default so.
package knob

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Field is one key and all that its tags say.
type Field struct {
	Key     string       // dotted path below the struct, as "reward.size"
	Type    reflect.Type // of the field; see Base for that of a single value
	Default string       // as in the tag; empty if the key is mandatory or zero
	Unit    string       // as in the tag; empty for a pure number, a word or a switch
	Range   Range
	Options []string // the words allowed; nil if any is
	Source  string   // empty if the default is illustrative
	Doc     string
	Index   []int // of the field, for reflect.Value.FieldByIndex
}

// Range is an interval of numbers. The zero Range has no limits.
type Range struct {
	Low, High         float64
	OpenLow, OpenHigh bool
	set               bool
}

// Contains reports whether x lies in the range. Not-a-number and the infinities
// lie in none, not even in one without limits.
func (r Range) Contains(x float64) bool {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return false
	}
	return !r.set || (x > r.Low || x == r.Low && !r.OpenLow) && (x < r.High || x == r.High && !r.OpenHigh)
}

// Set reports whether the range was given at all.
func (r Range) Set() bool { return r.set }

// String says the range in words, as "between 0 and 1" or "above 0".
func (r Range) String() string {
	low, high := strconv.FormatFloat(r.Low, 'f', -1, 64), strconv.FormatFloat(r.High, 'f', -1, 64)
	var lower, upper string
	if lower = low + " or more"; r.OpenLow {
		lower = "above " + low
	}
	if upper = high + " or less"; r.OpenHigh {
		upper = "below " + high
	}
	switch {
	case !r.set || math.IsInf(r.Low, -1) && math.IsInf(r.High, 1):
		return "any number"
	case math.IsInf(r.High, 1):
		return lower
	case math.IsInf(r.Low, -1):
		return upper
	case !r.OpenLow && !r.OpenHigh:
		return "between " + low + " and " + high
	}
	return lower + " and " + upper
}

// ParseRange reads the notation of the range tag, as "[0,1]" or "(0,)". What is
// written otherwise is an error that shows the form.
func ParseRange(s string) (Range, error) {
	fail := fmt.Errorf("range %q: want a form such as [0,1] or (0,)", s)
	if len(s) < 3 {
		return Range{}, fail
	}
	low, high, ok := strings.Cut(s[1:len(s)-1], ",")
	r := Range{Low: math.Inf(-1), High: math.Inf(1), OpenLow: s[0] == '(', OpenHigh: s[len(s)-1] == ')', set: true}
	for _, end := range []struct {
		text string
		to   *float64
	}{{low, &r.Low}, {high, &r.High}} {
		if t := strings.TrimSpace(end.text); t != "" {
			x, err := strconv.ParseFloat(t, 64)
			if err != nil {
				return Range{}, fail
			}
			*end.to = x
		}
	}
	if !ok || !strings.ContainsRune("[(", rune(s[0])) || !strings.ContainsRune("])", rune(s[len(s)-1])) {
		return Range{}, fail
	}
	return r, nil
}

// Fields lists the keys of a struct or pointer to one, nested tables by dotted
// paths, in the order of declaration. A malformed tag is a panic: tags are
// written by us. The list is shared: do not change it.
func Fields(of any) []Field {
	t := reflect.TypeOf(of)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return fieldsOf(t)
}

// known keeps the keys of every type that was asked for.
var known sync.Map // reflect.Type → []Field

// fieldsOf returns the keys of a type, read once.
func fieldsOf(t reflect.Type) []Field {
	if all, ok := known.Load(t); ok {
		return all.([]Field)
	}
	all := slices.Clip(fields(t, "", nil))
	known.Store(t, all)
	return all
}

// Base returns the type of a single value of the field: that behind a pointer
// and that of the entries of a list or map.
func (f Field) Base() reflect.Type {
	t := f.Type
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	return t
}

// fields reads the keys of a type that stand under a prefix, and below a field
// with an index.
func fields(t reflect.Type, prefix string, index []int) []Field {
	var all []Field
	for i := range t.NumField() {
		f := t.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		at := append(append([]int(nil), index...), i)
		switch {
		case f.Anonymous && key == "" && f.Type.Kind() == reflect.Struct:
			all = append(all, fields(f.Type, prefix, at)...)
			continue
		case !f.IsExported() || key == "" || key == "-":
			continue
		case f.Type.Kind() == reflect.Struct:
			all = append(all, fields(f.Type, prefix+key+".", at)...)
			continue
		}
		one := Field{
			Key: prefix + key, Type: f.Type, Index: at,
			Default: f.Tag.Get("default"), Unit: f.Tag.Get("unit"),
			Source: f.Tag.Get("source"), Doc: f.Tag.Get("doc"),
		}
		if s := f.Tag.Get("range"); s != "" {
			r, err := ParseRange(s)
			if err != nil {
				panic(fmt.Sprintf("knob: %s.%s: %v", t, f.Name, err))
			}
			one.Range = r
		}
		if s := f.Tag.Get("options"); s != "" {
			one.Options = strings.Split(s, ",")
		}
		all = append(all, one)
	}
	return all
}

// Defaults sets every field that has a default, and returns its argument, so
// that a kind can be made in one line: knob.Defaults(&Talk{}). A default that
// its field cannot hold is a panic, as a malformed tag is.
func Defaults[T any](p *T) *T {
	v := reflect.ValueOf(p).Elem()
	for _, f := range fieldsOf(v.Type()) {
		if f.Default == "" {
			continue
		}
		if err := set(v.FieldByIndex(f.Index), f.Default); err != nil {
			panic(fmt.Sprintf("knob: default of %s.%s: %v", v.Type(), f.Key, err))
		}
	}
	return p
}
