package scenarios

import (
	"regexp"
	"strings"

	"grapevine/scenarios/tree"
)

// subject is the key that a fault of a mechanism or graph begins with, as
// "until" in "until = 3: want a week after from = 5".
var subject = regexp.MustCompile(`^([a-z][a-z0-9_.]*)(\[\d+\])?( = |: | )`)

// blame reports the faults that a mechanism or a graph has found in itself,
// each at the key it begins with, or else at the whole table. What only
// follows from a value that could not be used, and is at fault anyway, is left
// out.
func (l *loader) blame(found []error, t *tree.Node, table, explain string, spoilt []string) {
	for _, err := range found {
		message, wanted := err.Error(), ""
		key := ""
		if m := subject.FindStringSubmatch(message); m != nil {
			key = m[1]
		}
		if follows(message, key, spoilt) {
			continue
		}
		at, header := t, table
		for path := strings.Split(key, "."); len(path) > 0; path = path[:len(path)-1] {
			if n := t.Find(path...); n != nil {
				if at = n; n.In != "" {
					header = "[" + n.In + "]"
				}
				break
			}
		}
		if before, after, ok := strings.Cut(message, ": want "); ok {
			message, wanted = before, after
		}
		f := tree.At(at.Place(), "%s: %s", header, message).See(explain)
		if wanted != "" {
			f = f.Wanting("%s", wanted)
		}
		l.fault(f)
	}
}

// follows reports whether a fault may only be there because of keys that are
// at fault themselves.
func follows(message, key string, spoilt []string) bool {
	for _, s := range spoilt {
		if strings.HasPrefix(s+".", key+".") && key != "" || regexp.MustCompile(`\b`+regexp.QuoteMeta(s)+`\b`).MatchString(message) {
			return true
		}
	}
	return false
}

// quoted puts a name that is not a plain word in quotes, as in a path.
func quoted(name string) string {
	if bare.MatchString(name) {
		return name
	}
	return text(name)
}

var bare = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
