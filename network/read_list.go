package network

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// listReader reads a tie a line.
type listReader struct {
	*draft
	*lines
	separator byte
	columns   int // of the first line
	columnsAt int // its number
	first     []string
	named     bool // ids are names, though they may look like numbers
}

// words that head the columns of a list of ties, without blanks and lines.
var words = []string{
	"source", "target", "from", "to", "src", "dst", "dest", "node1", "node2", "id1", "id2", "user1", "user2",
	"ego", "alter", "sender", "receiver", "follower", "followee",
	"fromnodeid", "tonodeid", "fromid", "toid", "sourceid", "targetid", "node", "neighbor", "neighbour",
}

// readList reads an edge list.
func (d *draft) readList(l *lines) error {
	d.Format = "edge list"
	r := &listReader{draft: d, lines: l}
	d.Directed = d.asked.Directed
	var fields [][]byte
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch {
		case len(line) == 0:
			continue
		case line[0] == '#', line[0] == '%', strings.HasPrefix(string(line[:min(2, len(line))]), "//"):
			if err := r.comment(string(line)); err != nil {
				return err
			}
			continue
		case r.columns == 0:
			r.separator = separatorOf(line)
		}
		var closed bool
		if fields, closed = split(line, r.separator, fields[:0]); !closed {
			return l.fault("%s: want a closing quote, and a separator after it", short(line))
		}
		if err := r.row(fields, line); err != nil {
			return err
		}
	}
	if r.first != nil {
		return r.add([][]byte{[]byte(r.first[0]), []byte(r.first[1])}, r.first[2:])
	}
	return nil
}

// row takes a line of fields. The first is kept back if it may be a header:
// whether it is one shows in the second.
func (r *listReader) row(fields [][]byte, line []byte) error {
	if len(fields) < 2 || len(fields[0]) == 0 || len(fields[1]) == 0 {
		return r.fault("%s: want two ids, as \"ann bob\"", short(line))
	}
	start := r.columns == 0
	if start {
		r.columns, r.columnsAt = len(fields), r.number
		if r.header(fields) {
			r.Header = fmt.Sprintf("%d (%s)", r.number, short(line))
			return nil
		}
	}
	if len(fields) != r.columns {
		return r.fault("%s: %d columns, where line %d has %d: want one tie a line", short(line), len(fields), r.columnsAt, r.columns)
	}
	_, i := integer(fields[0])
	_, j := integer(fields[1])
	if start && !i && !j && !r.named {
		for _, f := range fields {
			r.first = append(r.first, string(f))
		}
		return nil
	}
	if first := r.first; first != nil {
		r.first = nil
		if i && j {
			r.Header = fmt.Sprintf("%d (%s)", r.columnsAt, short([]byte(strings.Join(first, " "))))
		} else if err := r.add([][]byte{[]byte(first[0]), []byte(first[1])}, first[2:]); err != nil {
			return err
		}
	}
	var more []string
	if r.asked.Weighted && len(fields) > 2 {
		more = []string{string(fields[2])}
	}
	r.Unread = r.columns > 2 && !r.asked.Weighted
	return r.add(fields[:2], more)
}

// header reports whether fields begin with two words for the ends of a tie. In
// a list of our own that has names for customers, only our own words do.
func (r *listReader) header(fields [][]byte) bool {
	if r.named {
		return r.separator == ',' && string(fields[0]) == "from" && string(fields[1]) == "to"
	}
	for _, f := range fields[:2] {
		word := strings.ToLower(strings.NewReplacer("_", "", " ", "", "-", "", ".", "").Replace(string(f)))
		if !slices.Contains(words, word) {
			return false
		}
	}
	return string(fields[0]) != string(fields[1])
}

// add adds the tie between two ids; its strength is the first of more.
func (r *listReader) add(ids [][]byte, more []string) error {
	w := float32(1)
	if r.asked.Weighted {
		if len(more) == 0 {
			return r.fault("two columns: want a third with the strength of the tie, since weighted ties are asked for")
		}
		var err error
		if w, err = weight(more[0]); err != nil {
			return r.fault("%v", err)
		}
		r.Weighted = true
	}
	if err := r.tie(r.pair(ids[0], ids[1]), w, r.Directed); err != nil {
		return r.fault("%v", err)
	}
	return nil
}

// The comments in which our own lists say what ties alone cannot.
const (
	remark = "# grapevine: "
	alone  = "# alone: "
)

// comment reads what a list of our own says of itself.
func (r *listReader) comment(line string) error {
	if id, ok := strings.CutPrefix(line, alone); ok && r.named {
		if id, err := strconv.Unquote(id); err == nil {
			r.customer([]byte(id))
		}
		return nil
	}
	said, ok := strings.CutPrefix(line, remark)
	if !ok {
		if strings.HasPrefix(line, "%%MatrixMarket") {
			return r.fault("the file is a Matrix Market file: want a list with a tie a line")
		}
		return nil
	}
	if r.columns > 0 || r.order >= 0 {
		return r.fault("%s: want it once, above the ties", short([]byte(line)))
	}
	for part := range strings.SplitSeq(said, ", ") {
		key, value, _ := strings.Cut(part, " = ")
		n, err := strconv.Atoi(value)
		switch yes := value == "true"; {
		case key == "customers" && err == nil && n >= 0:
			r.order = n
		case key == "directed" && (yes || value == "false"):
			r.Directed, r.Told = yes, true
		case key == "weighted" && yes:
			r.asked.Weighted = true
		case key == "names" && yes:
			r.named = true
			r.enrol()
		case value == "false":
		default:
			return r.fault("%s: want customers, directed, weighted or names, as \"customers = 100\"", short([]byte(part)))
		}
	}
	if r.order < 0 {
		return r.fault("%s: want customers = …", short([]byte(line)))
	}
	return nil
}
