package scenarios

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"grapevine/docs"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/scenarios/tree"
)

// Explain tells all there is to know about a key, a table or a metric, by its
// dotted path or its bare name. A name that means several things has them all
// explained.
func Explain(key string) (string, error) {
	found := find(key)
	shelved := shipped(key)
	if found == nil && shelved == "" {
		return "", Faults{notFound(key)}
	}
	var parts []string
	for _, t := range found {
		parts = append(parts, t.explain())
	}
	if shelved != "" {
		parts = append(parts, shelved)
	}
	return strings.Join(parts, "\n"), nil
}

// shipped tells of the preset or the block for strategies of a name; it is
// empty if there is none. A block is short, and shown as it is.
func shipped(name string) string {
	if text, ok := block(name); ok {
		return fmt.Sprintf("%s\n  A block for strategies: use = %q in a [[strategy]] lays this over the market:\n\n    %s\n",
			name, name, strings.ReplaceAll(strings.TrimSpace(string(text)), "\n", "\n    "))
	}
	for _, p := range Presets() {
		if p.Name == name {
			return fmt.Sprintf("%s\n  A preset: %s\n  next      grapevine run %s, or grapevine new %s > mine.toml\n", name, p.Description, name, name)
		}
	}
	return ""
}

// notFound is the fault of a name that cannot be explained.
func notFound(key string) Fault {
	var names []string
	for _, t := range topics() {
		names = append(names, strings.Join(t.path, "."), t.path[len(t.path)-1])
	}
	for _, e := range slices.Concat(Presets(), Strategies()) {
		names = append(names, e.Name)
	}
	return unknown(tree.Place{}, fmt.Sprintf("there is no key, table, metric, preset or block %q", key), key, names).
		Wanting("a name of grapevine list mechanisms, strategies, presets, generators or metrics")
}

func (t topic) explain() string {
	var b strings.Builder
	row := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-10s%s\n", name, text)
		}
	}
	fmt.Fprintf(&b, "%s\n", strings.Join(t.path, "."))
	fmt.Fprintf(&b, "  %s\n", sentence(t.about))
	switch {
	case t.metric != nil:
		row("metric", "in "+t.metric.Unit+"; "+[]string{"less is better", "neither more nor less is better", "more is better"}[t.metric.Better+1])
	case t.field != nil:
		row("type", kindOf(t.field.Type))
		row("unit", unitNote(t.field.Unit))
		if t.field.Range.Set() {
			row("range", t.field.Range.String())
		}
		row("one of", strings.Join(t.field.Options, ", "))
		row("default", t.fallback())
		row("stands in", t.place())
		row("example", t.example())
	default:
		row("stands in", t.place())
		b.WriteString(t.paragraph())
		b.WriteString(t.keys())
	}
	return b.String()
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// kindOf says in a word what values a type has.
func kindOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[Journey](), t == reflect.TypeFor[Names]():
		return "a word or a list of words"
	case t == reflect.TypeFor[Step]():
		return "a word or a number"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "whole number"
	case reflect.Slice:
		return "list, each a " + kindOf(t.Elem())
	case reflect.Map:
		return "table by name, each a " + kindOf(t.Elem())
	}
	return "number"
}

func unitNote(unit string) string {
	switch {
	case strings.HasPrefix(unit, "1/"):
		return unit + `, or a text such as "0.03/year"`
	case weeksIn[unit] != 0:
		return unit + `, or a text such as "6 weeks"`
	case unit == "money":
		return "the scenario's currency"
	}
	return unit
}

// place says under which header the topic stands.
func (t topic) place() string {
	if t.section == nil {
		return "the top of the file"
	}
	s := t.section
	var at string
	switch s.form {
	case listed:
		at = "[[" + s.name + "]]"
	case named:
		at = "[" + s.name + ".NAME]"
		if t.graph != "" {
			at += fmt.Sprintf(" with kind = %q", t.graph)
		}
	default:
		at = "[" + s.name + "]"
		if len(t.path) > 2 && t.path[1] == "vary" {
			at = "[sweep.vary], in the braces of a key"
		}
	}
	if s.own {
		at += ", or for one strategy in [strategy." + s.name + "]"
	}
	if s.form == campaign {
		at += ", or for a further campaign in [" + s.name + ".NAME]"
	}
	return at
}

// example is a line that sets the key.
func (t topic) example() string {
	f := t.field
	value := ""
	switch k := f.Type.Kind(); {
	case k == reflect.Map && t.section != nil && t.section.name == "budget":
		value = "{ advertising = 0.6, community = 0.4 }"
	case k == reflect.Map && f.Default == "{}":
		value = "{ friends = 0.04 }"
	case f.Default != "" && (k != reflect.String || f.Default[0] == '"') && f.Type != reflect.TypeFor[Step]() && f.Type != reflect.TypeFor[Journey]():
		value = f.Default
	case f.Default != "":
		value = text(f.Default)
	case len(f.Options) > 0:
		value = text(f.Options[0])
	case k == reflect.String || f.Type == reflect.TypeFor[Names]():
		value = text("…")
	case k == reflect.Slice:
		value = "[]"
	default:
		value = "1"
	}
	return f.Key + " = " + value
}

// fallback says what holds when the key is left out, and why.
func (t topic) fallback() string {
	f := t.field
	switch {
	case f.Default == "" || f.Default == "[]" || f.Default == "{}":
		return ""
	case f.Source != "":
		return f.Default + " (source: " + f.Source + ")"
	case f.Default == "0" || f.Base().Kind() == reflect.String || f.Base().Kind() == reflect.Bool, t.section == nil, !t.section.model, f.Type == reflect.TypeFor[Step]():
		return f.Default
	}
	return f.Default + " (illustrative)"
}

// paragraph is what the manual says of a table.
func (t topic) paragraph() string {
	number, text := docs.Section(t.path[len(t.path)-1])
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	for k, l := range lines {
		if l != "" {
			lines[k] = "  " + l
		}
	}
	return fmt.Sprintf("\n%s\n  (section %s of docs/model.md)\n\n", strings.Join(lines, "\n"), number)
}

// keys lists the keys of a table with their defaults.
func (t topic) keys() string {
	var b strings.Builder
	all := knob.Fields(t.of)
	if t.section.form == named && t.graph == "" {
		all = append(knob.Fields(&layerHead{}), all...)
	}
	wide := 0
	for _, f := range all {
		wide = max(wide, len(f.Key)+len(f.Default)+3)
	}
	for _, f := range all {
		line := f.Key
		if f.Default != "" {
			line += " = " + f.Default
		}
		fmt.Fprintf(&b, "    %-*s  %s\n", min(wide, 40), line, f.Doc)
	}
	if t.section.form == named && t.graph == "" {
		fmt.Fprintf(&b, "  kinds     %s\n", strings.Join(slices.Sorted(maps.Keys(network.Kinds)), ", "))
	}
	return b.String()
}
