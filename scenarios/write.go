package scenarios

import (
	"strings"

	"github.com/BurntSushi/toml"
)

// text writes a text as TOML.
func text(s string) string {
	data, err := toml.Marshal(map[string]string{"v": s})
	if err != nil {
		panic(err) // a text can always be written
	}
	return strings.TrimSuffix(strings.TrimPrefix(string(data), "v = "), "\n")
}
