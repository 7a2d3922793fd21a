package tree

import (
	"strings"
	"testing"
	"time"
)

func parse(t *testing.T, text string) *Node {
	t.Helper()
	n, faults := Parse(&Source{Name: "a.toml", Text: []byte(text)})
	if faults != nil {
		t.Fatal(faults)
	}
	return n
}

// Every key and every value knows where it stands, however it is written.
func TestPlaces(t *testing.T) {
	root := parse(t, "\ufefftitle = \"é\"  # a note\r\n"+
		"[talk]\n"+
		"\tpersuasion = { friends = 0.04, \"old friends\" = 1_0 }\n"+
		"list = [1, [2,\n  3]]\n"+
		"a.b.c = inf\n"+
		"[[strategy]]\n"+
		"name = 'x'\n"+
		"[strategy.community]\n"+
		"mode = \"organic\"\n")
	for _, c := range []struct {
		path  []string
		key   [3]int // line, column, width
		value [3]int
		text  string
	}{
		{[]string{"title"}, [3]int{1, 1, 5}, [3]int{1, 9, 3}, `"é"`},
		{[]string{"talk"}, [3]int{2, 2, 4}, [3]int{2, 2, 4}, "a table"},
		{[]string{"talk", "persuasion"}, [3]int{3, 2, 10}, [3]int{3, 15, 1}, "a table"},
		{[]string{"talk", "persuasion", "old friends"}, [3]int{3, 33, 13}, [3]int{3, 49, 3}, "1_0"},
		{[]string{"talk", "list"}, [3]int{4, 1, 4}, [3]int{4, 8, 1}, "a list"},
		{[]string{"talk", "a", "b", "c"}, [3]int{6, 5, 1}, [3]int{6, 9, 3}, "inf"},
	} {
		n := root.Find(c.path...)
		if n == nil {
			t.Errorf("%v is missing", c.path)
			continue
		}
		if got := [3]int{n.Key.Line, n.Key.Column, n.Key.Width}; got != c.key {
			t.Errorf("key of %v at %v, want %v", c.path, got, c.key)
		}
		if got := [3]int{n.Value.Line, n.Value.Column, n.Value.Width}; got != c.value {
			t.Errorf("value of %v at %v, want %v", c.path, got, c.value)
		}
		if got := n.String(); got != c.text {
			t.Errorf("%v = %s, want %s", c.path, got, c.text)
		}
	}
	if note := root.Get("title").Note; note != "a note" {
		t.Errorf("note of title: %q", note)
	}
	mode := root.Get("strategy").List[0].Find("community", "mode")
	if mode == nil || mode.Value.Line != 10 {
		t.Errorf("mode of the strategy: %+v", mode)
	}
}

// What cannot be a scenario is refused at once and in plain words.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"brackets":        {strings.Repeat("[", 1<<20-4), "not valid TOML"},
		"nested lists":    {"a = " + strings.Repeat("[", 1<<20-6), "nested"},
		"nested, closed":  {"a = " + strings.Repeat("[", 70) + strings.Repeat("]", 70), "nested more than 64 deep"},
		"nested tables":   {"a = " + strings.Repeat("{a=", 300000) + "1", "nested"},
		"long key":        {strings.Repeat("a.", 500000) + "a = 1", "nested more than 64 deep"},
		"long header":     {"[" + strings.Repeat("a.", 500000) + "a]", "nested more than 64 deep"},
		"10 MB":           {strings.Repeat("[", 10<<20), "larger than 1024 kB"},
		"NUL":             {"title = \"a\"\nb = \x00", "zero bytes"},
		"not UTF-8":       {"title = \"\xe9\"", "not UTF-8"},
		"UTF-16":          {"\xff\xfet\x00", "UTF-16"},
		"bare CR":         {"a = 1\rb = 2\r", "not valid TOML"},
		"escape sequence": {"a = \x1b[31m", "not valid TOML"},
		"twice":           {"a = 1\n[b]\nc = 1\n[b]\nd = 1\n[e]\na = 1\na = 2\n", "\"b\" is given twice"},
		"table and list":  {"[a]\n[[a]]\n", "given twice"},
		"key and table":   {"a = 1\n[a]\nb = 1\n", "given twice"},
		"unfinished":      {"a = ", "not valid TOML"},
		"many tables":     {strings.Repeat("[[a]]\n", 170000) + "a = ", "not valid TOML"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, faults := Parse(&Source{Name: "a.toml", Text: []byte(c.text)})
			if faults == nil || !strings.Contains(faults.Error(), c.want) {
				t.Errorf("got %.300v, want %q", faults, c.want)
			}
			if message := faults.Error(); strings.ContainsAny(message, "\x1b\x00\r") || len(message) > 1000 {
				t.Errorf("not fit for a terminal: %.2000q", message)
			}
			if took := time.Since(start); took > 3*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
