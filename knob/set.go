package knob

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"

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
		box := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "V", Type: v.Type(), Tag: `toml:"v"`}}))
		if err := toml.Unmarshal([]byte("v = "+text), box.Interface()); err != nil {
			return err
		}
		// An empty list is no list, as it is where a scenario spells it.
		if of := box.Elem().Field(0); v.Kind() == reflect.Map || of.Len() > 0 {
			v.Set(of)
		}
	default:
		return fmt.Errorf("a %s cannot have a default", v.Type())
	}
	return nil
}
