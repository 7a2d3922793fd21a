package knob

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Fault is a key whose value cannot be used. Every fault of a struct is
// reported, not only the first.
type Fault struct {
	Key   string // dotted path below the struct
	Value string // as it was given
	Want  string // what would be right, as "between 0 and 1"
}

// Error says the fault in one line: "rate = -1: want between 0 and 1".
func (f Fault) Error() string { return fmt.Sprintf("%s = %s: want %s", f.Key, f.Value, f.Want) }

// Check holds the values of a struct (or pointer to one) against the ranges
// and options of its tags.
func Check(of any) []Fault {
	v := reflect.ValueOf(of)
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	var faults []Fault
	for _, f := range fields(v.Type(), "", nil) {
		faults = append(faults, f.check(f.Key, v.FieldByIndex(f.Index))...)
	}
	return faults
}

func (f Field) check(key string, v reflect.Value) []Fault {
	var faults []Fault
	switch v.Kind() {
	case reflect.Float64:
		if !f.Range.Contains(v.Float()) {
			faults = append(faults, Fault{key, fmt.Sprint(v.Float()), f.Range.String()})
		}
	case reflect.Int, reflect.Int64, reflect.Int32:
		if !f.Range.Contains(float64(v.Int())) {
			faults = append(faults, Fault{key, fmt.Sprint(v.Int()), f.Range.String()})
		}
	case reflect.String:
		if len(f.Options) > 0 && !slices.Contains(f.Options, v.String()) {
			faults = append(faults, Fault{key, fmt.Sprintf("%q", v.String()), "one of " + strings.Join(f.Options, ", ")})
		}
	case reflect.Slice:
		for i := range v.Len() {
			faults = append(faults, f.check(fmt.Sprintf("%s[%d]", key, i), v.Index(i))...)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			faults = append(faults, f.check(key+"."+k.String(), v.MapIndex(k))...)
		}
	}
	return faults
}
