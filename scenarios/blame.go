package scenarios

import (
	"errors"
	"regexp"
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// subject is the key that a fault of a mechanism or graph begins with, as
// "until" in "until = 3: want a week after from = 5".
var subject = regexp.MustCompile(`^([a-z][a-z0-9_.]*)(\[\d+\])?( = |: | )`)

// blame finds the place of a fault that a mechanism or a graph has found in
// itself: the key it begins with, or else the whole table.
func (l *loader) blame(err error, t *tree.Node, table string) Fault {
	message, wanted := err.Error(), ""
	at, name := t.Place(), table
	var k knob.Fault
	if errors.As(err, &k) {
		message = k.Key + " = " + k.Value + ": want " + k.Want
	}
	if m := subject.FindStringSubmatch(message); m != nil {
		for path := strings.Split(m[1], "."); len(path) > 0; path = path[:len(path)-1] {
			if n := t.Find(path...); n != nil {
				at = n.Place()
				if n.In != "" {
					name = "[" + n.In + "]"
				}
				break
			}
		}
	}
	if before, after, ok := strings.Cut(message, ": want "); ok {
		message, wanted = before, after
	}
	f := tree.At(at, "%s: %s", name, message)
	if wanted != "" {
		f = f.Wanting("%s", wanted)
	}
	return f
}

// quoted puts a name that is not a plain word in quotes, as in a path.
func quoted(name string) string {
	if bare.MatchString(name) {
		return name
	}
	return text(name)
}

var bare = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
