package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	luck "grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/scenarios/tree"
)

// kindFlags are the keys of a graph that is made.
type kindFlags struct {
	Customers *int     `help:"Number of customers; 1000, or that of a given graph, if left out." placeholder:"N"`
	Set       []string `sep:"none" help:"Set a key of the kind, as attach=5; may be given again." placeholder:"KEY=VALUE"`
	Seed      uint64   `help:"Seed of all luck." default:"1"`
}

// luck is that of the seed.
func (k *kindFlags) luck() luck.Luck { return luck.Of(k.Seed, 0) }

// given reports whether any of the flags was set, which means nothing to a
// graph from a file.
func (k *kindFlags) given() bool { return k.Customers != nil || len(k.Set) > 0 }

// generate makes a graph, and the communities planted in it if there are some.
func (k *kindFlags) generate(ctx context.Context, name string) (g *network.Graph, planted []int32, err error) {
	kind, ok := network.Kinds[name]
	if !ok {
		return nil, nil, usage(unknownKind(name))
	}
	maker := kind.Make()
	var faults []error
	for _, set := range k.Set {
		if err := setKey(maker, name, set); err != nil {
			faults = append(faults, err)
		}
	}
	customers, err := k.order(maker)
	if err != nil {
		faults = append(faults, err)
	}
	if len(faults) == 0 {
		if faults = maker.Validate(customers); customers < 1 && k.Customers != nil {
			faults = []error{fmt.Errorf("--customers=%d: want 1 or more", customers)}
		}
	}
	if len(faults) > 0 {
		return nil, nil, usage(errors.Join(faults...))
	}
	err = abandon(ctx, func() (err error) {
		if g, err = maker.Generate(customers, k.luck(), runtime.GOMAXPROCS(0)); err != nil {
			return usage(err)
		}
		if p, ok := maker.(network.Planter); ok {
			planted = p.Planted(customers, k.luck())
		}
		return nil
	})
	return g, planted, err
}

// order is the number of customers that was asked for, or that of a graph that
// has its own.
func (k *kindFlags) order(maker network.Generator) (int, error) {
	if k.Customers != nil {
		return *k.Customers, nil
	}
	if s, ok := maker.(network.Sizer); ok {
		return s.Customers()
	}
	return 1000, nil
}

// setKey sets a key of a kind as a TOML value, or as a text without quotes.
func setKey(maker network.Generator, kind, set string) error {
	key, value, ok := strings.Cut(set, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	fields := knob.Fields(maker)
	at := slices.IndexFunc(fields, func(f knob.Field) bool { return f.Key == key })
	switch {
	case !ok:
		return fmt.Errorf("--set %s: want key=value", set)
	case at < 0:
		var keys []string
		for _, f := range fields {
			keys = append(keys, f.Key)
		}
		if near := tree.Nearest(key, keys); near != "" {
			return fmt.Errorf("--set %s: unknown key of %s: did you mean %q?", set, kind, near)
		}
		return fmt.Errorf("--set %s: unknown key of %s: want one of %s", set, kind, strings.Join(keys, ", "))
	}
	if fields[at].Type.Kind() == reflect.String && !strings.HasPrefix(value, `"`) {
		value = fmt.Sprintf("%q", value)
	}
	if _, err := toml.Decode(key+" = "+value, maker); err != nil {
		return fmt.Errorf("--set %s: want %s (%s)", set, wanted(fields[at].Type), fields[at].Doc)
	}
	return nil
}

// wanted says what a value of a type looks like.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return wanted(t.Elem())
	case reflect.Int, reflect.Int32, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list, as [1, 2]"
	}
	return "a text"
}

// unknownKind is the fault of a name that is no kind.
func unknownKind(name string) error {
	kinds := slices.Sorted(maps.Keys(network.Kinds))
	if near := tree.Nearest(name, kinds); near != "" {
		return fmt.Errorf("there is no kind of graph %q: did you mean %q?", name, near)
	}
	return fmt.Errorf("there is no kind of graph %q: want one of %s", name, strings.Join(kinds, ", "))
}
