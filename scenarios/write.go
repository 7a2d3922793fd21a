package scenarios

import (
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"grapevine/scenarios/tree"

	"github.com/BurntSushi/toml"
)

// Resolved returns the scenario as it is run: every key written out, with its
// unit, and with its source or the word "illustrative". Read again it is the
// same scenario.
func (s *Scenario) Resolved() []byte {
	w := &writer{comments: true}
	w.line("# Every value of the scenario, written out. %s.", s.Badge())
	w.line("# What a key means: grapevine explain KEY")
	w.line("")
	w.scenario(s)
	return []byte(w.String())
}

// Hash returns the SHA-256 of all values of the scenario. Comments, the order
// of keys and the folder of network files make no difference.
func (s *Scenario) Hash() string {
	w := &writer{}
	w.scenario(s)
	sum := sha256.Sum256([]byte(w.String()))
	return hex.EncodeToString(sum[:])
}

// writer writes a scenario as TOML.
type writer struct {
	strings.Builder
	comments bool
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *writer) scenario(s *Scenario) {
	for _, sheet := range s.brief.sheets {
		if form := sheet.section.form; form == once && sheet.section.name != "sweep" {
			w.sheet("", sheet)
		}
	}
	for _, sheet := range s.market.sheets {
		w.sheet("", sheet)
	}
	for _, y := range s.Strategies {
		if y.head != nil {
			w.strategy(&y)
		}
	}
	for _, sheet := range s.brief.sheets {
		if sheet.section.name == "assert" || sheet.section.name == "sweep" {
			w.sheet("", sheet)
		}
	}
	if s.Sweep != nil {
		w.vary(s.Sweep)
	}
}

// strategy writes a strategy: all tables that it does not share with the
// market, whole.
func (w *writer) strategy(y *Strategy) {
	w.line("\n[[strategy]]")
	for _, k := range y.head {
		if k.Key != "use" {
			w.setting(k, false)
		}
	}
	for _, key := range y.own.Keys {
		if y.own.Items[key].Off() {
			w.line("%s = false", key)
		}
	}
	for _, sheet := range y.design.sheets {
		if own := y.own.Get(sheet.section.name); own != nil && !own.Off() {
			w.sheet("strategy.", sheet)
			for _, key := range own.Keys {
				ofItsOwn := slices.ContainsFunc(sheet.keys, func(k setting) bool { return k.Key == key }) // and written already
				if own.Items[key].Off() && sheet.head == sheet.section.name && sheet.section.form == campaign && !ofItsOwn {
					w.line("%s = false", quoted(key))
				}
			}
		}
	}
}

// sheet writes a table under its header.
func (w *writer) sheet(within string, s sheet) {
	switch {
	case s.head == "":
	case s.section.form == listed:
		w.line("\n[[%s%s]]", within, s.head)
	default:
		w.line("\n[%s%s]", within, s.head)
	}
	for _, k := range s.keys {
		w.setting(k, s.section.model)
	}
}

func (w *writer) setting(s setting, model bool) {
	if s.value.Kind() == reflect.Pointer && s.value.IsNil() {
		return
	}
	if s.Key == "levers" && (!w.comments || s.value.Len() == 0) {
		return // what may be moved is no part of what is run
	}
	for _, p := range s.pieces() {
		value := p.value
		if !w.comments && s.Key == "path" {
			value = reflect.ValueOf(path.Base(value.String()))
		}
		text := fmt.Sprintf("%s = %s", p.key, literal(value))
		if comment := p.comment(model); w.comments && comment != "" {
			text += "  # " + comment
		}
		w.line("%s", text)
	}
}

// vary writes the factors of a sweep.
func (w *writer) vary(s *Sweep) {
	w.line("\n[sweep.vary]")
	for _, f := range s.Vary {
		if f.Values == nil {
			w.line("%s = { %s }", text(f.Key), f.Range.spelling())
			continue
		}
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			if values[i] = text(v); plainValue(v) {
				values[i] = v
			}
		}
		w.line("%s = [%s]", text(f.Key), strings.Join(values, ", "))
	}
}

// spelling is how a range stands between braces.
func (r *Span) spelling() string {
	words := []string{"min = " + number(r.Min), "max = " + number(r.Max), "law = " + text(r.Law)}
	switch r.Law {
	case "normal":
		words = append(words, "mean = "+number(r.Mean), "sd = "+number(r.SD))
	case "triangular":
		words = append(words, "mode = "+number(r.Mode))
	}
	if r.Integer {
		words = append(words, "integer = true")
	}
	return strings.Join(words, ", ")
}

// plainValue reports whether a word is a number, true or false.
func plainValue(word string) bool {
	_, value, faults := tree.ParseSet("v="+word, 0)
	return faults == nil && value.Kind != tree.Text && value.Kind != tree.Date
}

// literal writes a value as TOML.
func literal(v reflect.Value) string {
	if v.CanInterface() {
		if s, ok := v.Interface().(interface{ spelling() any }); ok {
			v = reflect.ValueOf(s.spelling())
		} else if t, ok := v.Interface().(encoding.TextMarshaler); ok {
			data, _ := t.MarshalText()
			return text(string(data))
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "" // left out, and not a default either
		}
		return literal(v.Elem())
	case reflect.String:
		return text(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Float64:
		return number(v.Float())
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = literal(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Map:
		return "{}" // one with entries is written entry by entry
	}
	return fmt.Sprint(v.Interface())
}

// number writes a number with as few digits as bring it back.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// text writes a text as TOML.
func text(s string) string {
	data, err := toml.Marshal(map[string]string{"v": s})
	if err != nil {
		panic(err) // a text can always be written
	}
	return strings.TrimSuffix(strings.TrimPrefix(string(data), "v = "), "\n")
}
