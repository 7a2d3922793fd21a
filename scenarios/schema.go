package scenarios

import (
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/scenarios/tree"
	"grapevine/sim/metric"
)

// object is a part of a JSON Schema.
type object = map[string]any

// Schema returns a JSON Schema (draft 2020-12) of scenario files, with which
// editors complete and check keys while one writes. It cannot know what only
// shows in a whole scenario, such as shares that must add up.
func Schema() []byte {
	defs := object{}
	top := table(knob.Fields(&Head{}))
	properties := top["properties"].(object)
	properties["base"] = object{"type": "string", "description": base.Doc}
	strategy := table(knob.Fields(&StrategyHead{}))
	strategy["required"] = []string{"name"}
	for _, s := range sections() {
		defs[s.name] = s.schema()
		if s.name == "strategy" {
			defs[s.name] = strategy
		}
		properties[s.name] = s.inFile()
		if s.own {
			strategy["properties"].(object)[s.name] = s.inFile()
		}
	}
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["title"] = "Grapevine scenario"
	top["$defs"] = defs
	data, err := json.MarshalIndent(top, "", "  ")
	if err != nil {
		panic(err) // it is made of texts and numbers
	}
	return append(data, '\n')
}

// inFile is how a section stands in a file: as a table, as a list of tables,
// as tables with names, or switched off.
func (s *section) inFile() object {
	ref := object{"$ref": "#/$defs/" + s.name}
	off := object{"const": false, "description": "switched off"}
	switch s.form {
	case listed:
		ref = object{"type": "array", "items": ref}
	case named:
		ref = object{"type": "object", "additionalProperties": object{"anyOf": []any{ref, off}}}
	}
	return object{"anyOf": []any{ref, off}, "description": s.about}
}

// schema describes a table of the section.
func (s *section) schema() object {
	fields := knob.Fields(s.make())
	t := table(fields)
	properties := t["properties"].(object)
	switch {
	case s.name == "sweep":
		properties["vary"] = object{"type": "object", "additionalProperties": object{"anyOf": []any{
			object{"type": "array", "minItems": 1}, table(knob.Fields(&Span{})),
		}}}
	case s.name == "objective":
		properties["maximise"], properties["minimise"] = metricSchema(), metricSchema()
	case s.name == "assert":
		properties["metric"] = metricSchema()
		t["required"] = []string{"metric", "strategy"}
	case s.form == named:
		return s.kinds(fields)
	case s.form == campaign:
		t["additionalProperties"] = object{"anyOf": []any{table(fields), object{"const": false}}}
	}
	return t
}

// kinds describes a network: one of the kinds of graphs, with its keys.
func (s *section) kinds(shared []knob.Field) object {
	var all []any
	for _, name := range slices.Sorted(maps.Keys(network.Kinds)) {
		t := table(append(knob.Fields(network.Kinds[name].Make()), shared...))
		t["properties"].(object)["kind"] = object{"const": name}
		t["required"] = []string{"kind"}
		t["description"] = network.Kinds[name].About
		all = append(all, t)
	}
	return object{"oneOf": all}
}

func metricSchema() object {
	var all []string
	for _, m := range metric.Kinds {
		all = append(all, m.Name)
	}
	return object{"enum": append(all, "")}
}

// table describes the keys of a struct.
func table(fields []knob.Field) object {
	t := object{"type": "object", "additionalProperties": false, "properties": object{}}
	for _, f := range fields {
		at := t
		path := strings.Split(f.Key, ".")
		for _, name := range path[:len(path)-1] {
			properties := at["properties"].(object)
			if properties[name] == nil {
				properties[name] = object{"type": "object", "additionalProperties": false, "properties": object{}}
			}
			at = properties[name].(object)
		}
		at["properties"].(object)[path[len(path)-1]] = key(f)
	}
	return t
}

// key describes one key.
func key(f knob.Field) object {
	k := values(f.Type, f)
	if f.Type == reflect.TypeFor[Names]() || f.Type == reflect.TypeFor[Journey]() {
		k = object{"anyOf": []any{object{"type": "string"}, k}}
	}
	about := f.Doc
	if f.Unit != "" {
		about += " Unit: " + f.Unit + "."
	}
	if f.Source != "" {
		about += " Source of the default: " + f.Source + "."
	}
	k["description"] = strings.TrimSpace(about)
	if d, ok := fallbackOf(f); ok {
		k["default"] = d
	}
	return k
}

// values describes the values of a type.
func values(t reflect.Type, f knob.Field) object {
	switch t.Kind() {
	case reflect.Pointer:
		return values(t.Elem(), f)
	case reflect.Slice:
		return object{"type": "array", "items": values(t.Elem(), f)}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": values(t.Elem(), f)}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.String:
		if len(f.Options) > 0 {
			return object{"enum": f.Options}
		}
		return object{"type": "string"}
	}
	number := object{"type": "number"}
	if t.Kind() == reflect.Int || t.Kind() == reflect.Int64 {
		number["type"] = "integer"
	}
	limit := func(x float64, open bool, name string) {
		if open {
			name = "exclusive" + strings.ToUpper(name[:1]) + name[1:]
		}
		if !math.IsInf(x, 0) && f.Range.Set() {
			number[name] = x
		}
	}
	limit(f.Range.Low, f.Range.OpenLow, "minimum")
	limit(f.Range.High, f.Range.OpenHigh, "maximum")
	switch {
	case len(f.Options) > 0:
		return object{"anyOf": []any{number, object{"enum": f.Options}}}
	case strings.HasPrefix(f.Unit, "1/"):
		return object{"anyOf": []any{number, object{"type": "string", "pattern": `^[^/]+(/| per ) *(hour|day|week|month|year)$`}}}
	case weeksIn[f.Unit] != 0:
		return object{"anyOf": []any{number, object{"type": "string", "pattern": `^[^ ]+ +(hour|day|week|month|year)s?$`}}}
	case f.Unit == "" && number["type"] == "number":
		return object{"anyOf": []any{number, object{"type": "string", "pattern": `%$`}}}
	}
	return number
}

// fallbackOf returns the default of a key as a value.
func fallbackOf(f knob.Field) (any, bool) {
	if f.Default == "" {
		return nil, false
	}
	_, n, faults := tree.ParseSet("default="+f.Default, 0)
	if faults != nil || f.Type.Kind() == reflect.String {
		return f.Default, f.Type.Kind() == reflect.String
	}
	return n.Plain(), true
}
