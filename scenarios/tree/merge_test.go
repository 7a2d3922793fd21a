package tree

import (
	"reflect"
	"strings"
	"testing"
)

// Tables are joined key by key, named tables by name, all else is replaced;
// what lies below is not changed.
func TestOver(t *testing.T) {
	below := parse(t, "a = 1\nb = { c = 1, d = [1, 2] }\n[[s]]\nname = 'x'\nv = 1\n[[s]]\nname = 'y'\nv = 2\n[[m]]\nv = 1\n[[m]]\nv = 2")
	above := parse(t, "b = { d = [3] }\ne = 5\n[[s]]\nname = 'z'\n[[s]]\nname = 'x'\nw = 3\n[[m]]\nv = 9")
	before := below.Plain()
	want := parse(t, "a = 1\nb = { c = 1, d = [3] }\ne = 5\n[[s]]\nname = 'x'\nv = 1\nw = 3\n[[s]]\nname = 'y'\nv = 2\n[[s]]\nname = 'z'\n[[m]]\nv = 9")
	if got := Over(below, above).Plain(); !reflect.DeepEqual(got, want.Plain()) {
		t.Errorf("got %v, want %v", got, want.Plain())
	}
	if !reflect.DeepEqual(below.Plain(), before) {
		t.Errorf("what lies below has changed: %v", below.Plain())
	}
}

// A path names keys with dots between; names with blanks need no quotes, names
// with dots do.
func TestParsePath(t *testing.T) {
	for path, want := range map[string]string{
		"a": "a", "a.b": "a|b", " a . b ": "a|b", `strategy."v1.2".x`: "strategy|v1.2|x", "strategy.brand advocacy.x": "strategy|brand advocacy|x",
		`strategy.'a b'.x`: "strategy|a b|x", `strategy."a b c.x`: "strategy|a b c|x", "": "",
	} {
		if got := strings.Join(ParsePath(path), "|"); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}

// Values of the command line are TOML, or a word.
func TestParseSet(t *testing.T) {
	for arg, want := range map[string]any{
		"a=1": int64(1), "a = 1.5": 1.5, "a=true": true, "a=word": "word", "a=0.03/year": "0.03/year", `a="x"`: "x", "a=[1, 2]": []any{int64(1), int64(2)},
		"a={ b = 1 }": map[string]any{"b": int64(1)}, "a=5%": "5%", "a=b=c": "b=c", "a=# no": "# no",
	} {
		_, n, faults := ParseSet(arg, 1)
		if faults != nil || !reflect.DeepEqual(n.Plain(), want) {
			t.Errorf("%q: %v, %v, want %v", arg, n, faults, want)
		}
	}
}

// The nearest name is the one most likely meant, or none.
func TestNearest(t *testing.T) {
	names := []string{"persuasion", "kernel", "mode", "from", "until", "rate"}
	for meant, want := range map[string]string{
		"persuassion": "persuasion", "pursuasion": "persuasion", "kernal": "kernel", "form": "from", "mod": "mode", "untill": "until", "price": "", "x": "", "": "",
	} {
		if got := Nearest(meant, names); got != want {
			t.Errorf("%q: %q, want %q", meant, got, want)
		}
	}
}
