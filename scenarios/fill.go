package scenarios

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// fill sets the fields of the structs that ofs point to from the keys of a
// table; nil is a table without keys. Keys that no struct has are faults,
// except those in others. about is the path by which explain knows the table.
func (l *loader) fill(t *tree.Node, about string, others []string, ofs ...any) []setting {
	known := map[string]bool{}
	for _, key := range others {
		known[key] = true
	}
	number := 0
	for _, of := range ofs {
		number += len(knob.Fields(of))
	}
	keys := make([]setting, 0, number)
	for _, of := range ofs {
		v := reflect.ValueOf(of).Elem()
		for _, f := range knob.Fields(of) {
			path := strings.Split(f.Key, ".")
			for i := range path {
				known[strings.Join(path[:i+1], ".")] = true
			}
			s := setting{Field: f, value: v.FieldByIndex(f.Index), node: t.Find(path...)}
			if s.node != nil {
				l.set(s.value, f, s.node, about)
			}
			keys = append(keys, s)
		}
	}
	if t != nil {
		l.strangers(t, "", known, about)
	}
	return keys
}

// strangers reports the keys of a table that nobody knows, and plain values
// where tables should be.
func (l *loader) strangers(t *tree.Node, prefix string, known map[string]bool, about string) {
	for _, key := range t.Keys {
		full, n := prefix+key, t.Items[key]
		if !known[full] {
			l.stranger(n, key, prefix, known, about)
			continue
		}
		for other := range known {
			if strings.HasPrefix(other, full+".") {
				if n.Kind == tree.Table {
					l.strangers(n, full+".", known, about)
				} else {
					l.fault(cannot(n, key).Wanting("a table, as [%s.%s]", about, full).See(about))
				}
				break
			}
		}
	}
}

// stranger is the fault of a key that is not known.
func (l *loader) stranger(n *tree.Node, key, prefix string, known map[string]bool, about string) {
	var siblings []string
	for k := range known {
		if rest, ok := strings.CutPrefix(k, prefix); ok && !strings.Contains(rest, ".") {
			siblings = append(siblings, rest)
		}
	}
	message := "unknown key " + strconv.Quote(key) + in(n)
	if n.Kind == tree.Table {
		message = "unknown table " + strconv.Quote(key) + in(n)
	}
	see := about
	if near := tree.Nearest(key, siblings); near != "" {
		message += ": did you mean " + strconv.Quote(near) + "?"
		see = strings.TrimPrefix(about+"."+prefix+near, ".")
	} else if homes := homesOf(key); len(homes) > 0 {
		message += ": it belongs to " + strings.Join(homes, " or ")
		see = key
		if strings.HasPrefix(n.In, "network.") { // the kind says which keys there are
			l.fault(tree.At(n.Key, "%s", message).Wanting("%s", oneOf(siblings)).See(see))
			return
		}
	} else if len(siblings) <= 12 {
		l.fault(tree.At(n.Key, "%s", message).Wanting("%s", oneOf(siblings)).See(see))
		return
	}
	l.fault(tree.At(n.Key, "%s", message).See(see))
}

// in says under which header a key is written.
func in(n *tree.Node) string {
	if n.In == "" {
		return ""
	}
	return " in [" + n.In + "]"
}

// cannot is the fault of a value that does not fit its key.
func cannot(n *tree.Node, key string) Fault {
	return tree.At(n.Place(), "%s%s cannot be %s", key, in(n), n)
}

// set gives a field the value of a node.
func (l *loader) set(v reflect.Value, f knob.Field, n *tree.Node, about string) {
	name := f.Key[strings.LastIndex(f.Key, ".")+1:]
	see := strings.TrimPrefix(about+"."+f.Key, ".")
	fail := func(n *tree.Node, key, want string) {
		l.spoilt = append(l.spoilt, f.Key[:len(f.Key)-len(name)]+key)
		fault := cannot(n, key)
		if near := tree.Nearest(n.Text, f.Options); near != "" && n.Kind == tree.Text {
			fault.Message += ": did you mean " + strconv.Quote(near) + "?"
		}
		l.fault(fault.Wanting("%s", want).See(see))
	}
	l.setValue(v, f, n, name, fail)
}

// setValue gives v, a field or a part of one, the value of a node, or reports
// what is wanted instead.
func (l *loader) setValue(v reflect.Value, f knob.Field, n *tree.Node, name string, fail func(n *tree.Node, key, want string)) {
	switch v.Kind() {
	case reflect.Pointer:
		one := reflect.New(v.Type().Elem())
		l.setValue(one.Elem(), f, n, name, fail)
		v.Set(one)
		return
	case reflect.Slice:
		if t, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok && n.Kind == tree.Text {
			if err := t.UnmarshalText([]byte(n.Text)); err != nil {
				fail(n, name, err.Error())
			}
			return
		}
		if n.Kind != tree.List {
			fail(n, name, want(v.Type(), f))
			return
		}
		list := reflect.MakeSlice(v.Type(), len(n.List), len(n.List))
		for i, one := range n.List {
			l.setValue(list.Index(i), f, one, fmt.Sprintf("%s[%d]", name, i), fail)
		}
		if v.Set(list); len(n.List) == 0 {
			v.SetZero()
		}
		return
	case reflect.Map:
		if n.Kind != tree.Table {
			fail(n, name, want(v.Type(), f))
			return
		}
		m := reflect.MakeMap(v.Type())
		for _, key := range n.Keys {
			one := reflect.New(v.Type().Elem()).Elem()
			l.setValue(one, f, n.Items[key], name+"."+key, fail)
			m.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), one)
		}
		v.Set(m)
		return
	}
	before := reflect.New(v.Type()).Elem()
	before.Set(v)
	wanted := scalar(v, f, n)
	if wanted == "" {
		if wanted = f.Want(v); wanted != "" && v.Kind() != reflect.String {
			wanted = unitOf(wanted, f.Unit)
		}
		if _, special := v.Addr().Interface().(encoding.TextUnmarshaler); special && n.Kind == tree.Text {
			wanted = ""
		}
	}
	if wanted != "" {
		v.Set(before)
		fail(n, name, wanted)
	}
}

// scalar gives a plain field the value of a node. If it does not fit, it says
// what is wanted.
func scalar(v reflect.Value, f knob.Field, n *tree.Node) string {
	if t, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok && n.Kind == tree.Text {
		if err := t.UnmarshalText([]byte(n.Text)); err != nil {
			return err.Error()
		}
		return ""
	}
	switch {
	case v.Kind() == reflect.String && n.Kind == tree.Text:
		v.SetString(n.Text)
	case v.Kind() == reflect.Bool && n.Kind == tree.Boolean:
		v.SetBool(n.Text == "true")
	case v.CanFloat() && n.Kind == tree.Text:
		x, err := quantity(n.Text, f.Unit)
		if err != nil {
			return err.Error()
		}
		v.SetFloat(x)
	case v.CanFloat():
		x, ok := n.Number()
		if !ok {
			return want(v.Type(), f)
		}
		v.SetFloat(x)
	case v.CanInt():
		i, ok := n.Int()
		if n.Kind == tree.Text && weeksIn[f.Unit] != 0 {
			x, err := quantity(n.Text, f.Unit)
			i, ok = int64(x), err == nil && x == float64(int64(x))
		}
		if !ok || v.OverflowInt(i) {
			return want(v.Type(), f)
		}
		v.SetInt(i)
	default:
		return want(v.Type(), f)
	}
	return ""
}

// want says what a field takes.
func want(t reflect.Type, f knob.Field) string {
	if f.Range.Set() && t.Kind() != reflect.Slice && t.Kind() != reflect.Map {
		number := "a number, "
		if t.Kind() == reflect.Int || t.Kind() == reflect.Int64 {
			number = "a whole number, "
		}
		return orText(unitOf(number+f.Range.String(), f.Unit), f.Unit)
	}
	switch t.Kind() {
	case reflect.String:
		if len(f.Options) > 0 {
			return oneOf(f.Options)
		}
		return "a text in quotes"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return orText(unitOf("a whole number", f.Unit), f.Unit)
	case reflect.Slice:
		return "a list, as [a, b]"
	case reflect.Map:
		return "a table, as { friends = 0.04 }"
	}
	return orText(unitOf("a number", f.Unit), f.Unit)
}

// unitOf adds to what is wanted the unit it is wanted in.
func unitOf(want, unit string) string {
	switch {
	case strings.HasPrefix(unit, "1/"):
		return want + " a " + unit[2:]
	case unit == "money":
		return want + ", in the scenario's currency"
	case strings.HasSuffix(want, "number") && unit != "":
		return want + " of " + unit
	case unit != "":
		return want + " " + unit
	}
	return want
}

// orText adds that a text with a unit will do as well.
func orText(want, unit string) string {
	switch {
	case strings.HasPrefix(unit, "1/"):
		return want + `, or a text such as "0.03/year"`
	case weeksIn[unit] != 0:
		return want + `, or a text such as "6 weeks"`
	}
	return want
}
