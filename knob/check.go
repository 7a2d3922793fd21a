package knob

import (
	"fmt"
	"math"
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
	for _, f := range fieldsOf(v.Type()) {
		faults = append(faults, f.check(f.Key, v.FieldByIndex(f.Index))...)
	}
	return faults
}

// check returns the faults of a value of the field, entry by entry if it is a
// list or a map.
func (f Field) check(key string, v reflect.Value) []Fault {
	var faults []Fault
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			faults = f.check(key, v.Elem())
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
	default:
		if want := f.Want(v); want != "" {
			value := fmt.Sprint(v.Interface())
			if v.Kind() == reflect.String {
				value = fmt.Sprintf("%q", v.String())
			}
			faults = append(faults, Fault{key, value, want})
		}
	}
	return faults
}

// Want says what a single value of the field should be if it is out of range
// or not among the options, and is empty if the value is good.
func (f Field) Want(v reflect.Value) string {
	switch {
	case v.CanFloat() && (math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0)) && !f.Range.Set():
		return "a finite number"
	case v.CanFloat() && !f.Range.Contains(v.Float()), v.CanInt() && !f.Range.Contains(float64(v.Int())):
		return f.Range.String()
	case v.Kind() == reflect.String && len(f.Options) > 0 && !slices.Contains(f.Options, v.String()):
		return "one of " + strings.Join(f.Options, ", ")
	}
	return ""
}
