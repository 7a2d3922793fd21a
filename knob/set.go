package knob

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"sync"

	"github.com/BurntSushi/toml"
)

// set gives a field the value that a default tag spells.
func set(v reflect.Value, text string) error {
	if t, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return t.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return set(v.Elem(), text)
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		v.SetBool(b)
		return err
	case reflect.Int, reflect.Int64, reflect.Int32:
		n, err := strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
		return err
	case reflect.Float64:
		x, err := strconv.ParseFloat(text, 64)
		v.SetFloat(x)
		return err
	case reflect.Slice, reflect.Map:
		return setMany(v, text)
	default:
		return fmt.Errorf("a %s cannot have a default", v.Type())
	}
	return nil
}

// read keeps lists and tables that were read of the text of a default: a sweep
// asks for the same at every point.
var read sync.Map // spelt → reflect.Value

// spelt is a default of a type.
type spelt struct {
	reflect.Type
	text string
}

// setMany gives a list or table the value that a default tag spells in TOML.
func setMany(v reflect.Value, text string) error {
	name := spelt{v.Type(), text}
	of, known := read.Load(name)
	if !known {
		box := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "V", Type: v.Type(), Tag: `toml:"v"`}}))
		if err := toml.Unmarshal([]byte("v = "+text), box.Interface()); err != nil {
			return err
		}
		of = box.Elem().Field(0)
		if plain(v.Type().Elem()) { // else a copy would have parts in common with it
			read.Store(name, of)
		}
	}
	from := of.(reflect.Value)
	switch {
	case v.Kind() == reflect.Map:
		v.Set(reflect.MakeMapWithSize(v.Type(), from.Len()))
		for each := from.MapRange(); each.Next(); {
			v.SetMapIndex(each.Key(), each.Value())
		}
	case from.Len() > 0: // an empty list is no list, as it is where a scenario spells it
		v.Set(reflect.AppendSlice(reflect.Zero(v.Type()), from))
	}
	return nil
}

// plain reports whether values of a type hold nothing that others may hold too.
func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Bool, reflect.String, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		return true
	case reflect.Struct:
		for i := range t.NumField() {
			if !plain(t.Field(i).Type) {
				return false
			}
		}
		return true
	}
	return false
}
