package network

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// longestLine is the length in bytes beyond which something is no line of a
// list of ties.
const longestLine = 1 << 20

// lines are the lines of a file, and the place in it.
type lines struct {
	name   string
	number int // of the line last returned, from 1
	text   *bufio.Reader
}

// next returns the next line without what ends it, valid until the one after;
// at the end the error is io.EOF.
func (l *lines) next() ([]byte, error) {
	line, err := l.text.ReadSlice('\n')
	if err == io.EOF && len(line) == 0 {
		return nil, io.EOF
	}
	l.number++
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, l.fault("a line of more than %d bytes: want a file with one tie a line", longestLine)
	case err != nil && err != io.EOF:
		return nil, l.fault("%v", err)
	case bytes.IndexByte(line, 0) >= 0:
		return nil, l.fault("a zero byte: want text in UTF-8")
	}
	line = bytes.TrimSpace(line)
	if bytes.IndexByte(line, '\r') >= 0 {
		return nil, l.fault("a carriage return within a line: want lines that end as on Unix or Windows")
	}
	return line, nil
}

// fault is an error with its place.
func (l *lines) fault(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", l.name, l.number, fmt.Sprintf(format, args...))
}

// short is a piece of the file as a message can quote it.
func short(text []byte) string {
	if r := []rune(string(text[:min(len(text), 400)])); len(r) > 60 {
		return fmt.Sprintf("%q…", string(r[:60]))
	}
	return fmt.Sprintf("%q", text)
}

// split cuts a line at a separator, blanks around fields left out; a blank as
// separator stands for any number of blanks and tabs. A field in double quotes
// may contain the separator, and doubled quotes. It reports whether all quotes
// are closed. Fields are appended to a list that may be used again.
func split(line []byte, separator byte, to [][]byte) ([][]byte, bool) {
	line = bytes.TrimSpace(line)
	for {
		var field []byte
		if len(line) > 0 && line[0] == '"' {
			end := closing(line)
			if end < 0 {
				return to, false
			}
			field = bytes.ReplaceAll(line[1:end], []byte(`""`), []byte(`"`))
			if line = bytes.TrimLeft(line[end+1:], " "); len(line) > 0 && separator != ' ' && line[0] != separator {
				return to, false
			}
		} else {
			end := len(line)
			if separator == ' ' {
				if k := bytes.IndexAny(line, " \t"); k >= 0 {
					end = k
				}
			} else if k := bytes.IndexByte(line, separator); k >= 0 {
				end = k
			}
			field, line = bytes.TrimSpace(line[:end]), line[end:]
		}
		to = append(to, field)
		if len(line) == 0 {
			return to, true
		}
		if separator == ' ' {
			line = bytes.TrimLeft(line, " \t")
		} else {
			line = bytes.TrimLeft(line[1:], " ")
		}
	}
}

// closing finds the quote that closes a field which begins with one.
func closing(line []byte) int {
	for k := 1; k < len(line); k++ {
		if line[k] != '"' {
			continue
		}
		if k+1 == len(line) || line[k+1] != '"' {
			return k
		}
		k++
	}
	return -1
}

// separatorOf tells by a first line what separates its fields.
func separatorOf(line []byte) byte {
	var quoted bool
	var seen [256]bool
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		}
		seen[c] = seen[c] || !quoted
	}
	for _, c := range []byte("\t;,") {
		if seen[c] {
			return c
		}
	}
	return ' '
}
