package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// A command that is called with less than it needs says all that it lacks and
// what each of these is, and shows a line that is right.
func TestBareCommands(t *testing.T) {
	parser := func() *kong.Kong {
		k, err := kong.New(&commands{}, kong.Name("grapevine"), kong.Writers(io.Discard, io.Discard), kong.Exit(func(int) {}), kong.Bind(&terminal{}))
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	bare := 0
	for _, leaf := range parser().Model.Leaves(true) {
		var wants []string
		for _, p := range leaf.Positional {
			if p.Required {
				wants = append(wants, p.Summary(), p.Help)
			}
		}
		for _, f := range leaf.Flags {
			if f.Required {
				wants = append(wants, f.Summary(), f.Help)
			}
		}
		if len(wants) == 0 {
			continue
		}
		bare++
		name := strings.TrimPrefix(leaf.FullPath(), "grapevine ")
		var out, told bytes.Buffer
		if code := Main(t.Context(), strings.Fields(name), &out, &told); code != exitUsage || out.Len() > 0 {
			t.Errorf("%s: exit code %d, want %d", name, code, exitUsage)
		}
		for _, want := range append(wants, "error: grapevine "+name+" lacks\n", "\nnext: grapevine "+example(leaf)[len("grapevine "):]) {
			if !strings.Contains(told.String(), want) {
				t.Errorf("%s does not say %q:\n%s", name, want, told.String())
			}
		}
		args, _ := words(example(leaf))
		if _, err := parser().Parse(args[1:]); err != nil {
			t.Errorf("%s: %v", example(leaf), err)
		}
	}
	if bare < 15 {
		t.Errorf("%d commands need something: a test without power", bare)
	}
}

// What the parser of flags says of a line comes in plain words, with what to type
// next.
func TestMisused(t *testing.T) {
	for _, c := range []struct{ line, want, next string }{
		{"network", "wants one of\n   make ", "grapevine network --help"},
		{"run --replicates", "--replicates: want a whole number after it", "grapevine run cc-vs-ba"},
		{"run cc-vs-ba --replicates many", `--replicates: want a whole number, not "many"`, "grapevine run cc-vs-ba"},
		{"run cc-vs-ba -o", "--output: want a text after it", "grapevine run cc-vs-ba"},
		{"run --replicate 5 cc-vs-ba", `did you mean "--replicates"`, "grapevine run cc-vs-ba"},
		{"runn cc-vs-ba", `did you mean "run"`, "grapevine --help"},
		{"list trees", `must be one of "presets",`, "grapevine list"},
		{"export results --format xls", `must be one of "parquet",`, "grapevine export "},
	} {
		var out, told bytes.Buffer
		if code := Main(t.Context(), strings.Fields(c.line), &out, &told); code != exitUsage || !strings.Contains(told.String(), c.want) || !strings.Contains(told.String(), "\nnext: "+c.next) {
			t.Errorf("%s: exit code %d\n%s", c.line, code, told.String())
		}
		if strings.Contains(told.String(), "EOL") || strings.Contains(told.String(), `""`) {
			t.Errorf("%s: the words of a parser:\n%s", c.line, told.String())
		}
	}
}

// Without a kind, list says which there are, each of which can be listed.
func TestListOfLists(t *testing.T) {
	var out, told bytes.Buffer
	if code := Main(t.Context(), []string{"list"}, &out, &told); code != 0 {
		t.Fatal(told.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(kindsOfList) {
		t.Errorf("%d lines, want %d", len(lines), len(kindsOfList))
	}
	for _, line := range lines {
		kind := strings.Fields(line)[0]
		out.Reset()
		if code := Main(t.Context(), []string{"list", kind}, &out, &told); code != 0 || out.Len() == 0 {
			t.Errorf("list %s: exit code %d\n%s", kind, code, told.String())
		}
	}
	out.Reset()
	if code := Main(t.Context(), []string{"list", "--json"}, &out, &told); code != 0 || !strings.Contains(out.String(), `"kinds"`) {
		t.Errorf("list --json: exit code %d\n%s", code, out.String())
	}
}
