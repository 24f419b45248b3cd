# shellcheck shell=bash
# Completion for kontrakttjek: commands, options and their values, and the ids
# of rules and packs as the installed program knows them.

_kontrakttjek_ids() {
	"${COMP_WORDS[0]}" list "$1" --format ids 2>/dev/null
}

_kontrakttjek_words() {
	local IFS=$'\n'
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_kontrakttjek_files() {
	compopt -o filenames 2>/dev/null
	mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_kontrakttjek() {
	local current=${COMP_WORDS[COMP_CWORD]}
	local previous=${COMP_WORDS[COMP_CWORD - 1]}
	local commands=$'check\nexplain\nlist\nparameters\ntest\nlint\nwaiver\nbaseline\ndiff\nnew\nversion\nhelp'
	local command=check word
	COMPREPLY=()

	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		case $word in
		-*) continue ;;
		check | explain | list | parameters | test | lint | waiver | \
		    baseline | diff | new | version | help) command=$word ;;
		esac
		break
	done

	case $previous in
	--lang) _kontrakttjek_words $'da\nen' "$current"; return ;;
	--color) _kontrakttjek_words $'auto\nalways\nnever' "$current"; return ;;
	--fail-on | --min-severity)
		_kontrakttjek_words $'fatal\nerror\nwarning\ninfo' "$current"
		return ;;
	--omraade)
		_kontrakttjek_words $'voksen\nboern-unge' "$current"; return ;;
	--format)
		case $command in
		list) _kontrakttjek_words $'text\njson\nids' "$current" ;;
		waiver | diff)
			_kontrakttjek_words $'text\njson' "$current" ;;
		parameters) _kontrakttjek_words $'text\njson\nxml' "$current" ;;
		*) _kontrakttjek_words $'text\njson\nkompakt' "$current" ;;
		esac
		return ;;
	--profil | --profile)
		_kontrakttjek_words "$(_kontrakttjek_ids profiles)" "$current"
		return ;;
	--pack) _kontrakttjek_words "$(_kontrakttjek_ids packs)" "$current"; return ;;
	--rule) _kontrakttjek_words "$(_kontrakttjek_ids rules)" "$current"; return ;;
	--parameters | --plugin-dir | --rules-dir | --output | -o | \
	    --fravigelser | --waivers | --basislinje | --baseline | --file)
		_kontrakttjek_files "$current"; return ;;
	--as-of | --stdin-name | --reason | --approved-by | --reference | \
	    --expires) return ;;
	esac

	if [[ $current == -* ]]; then
		# what the command's own help offers, so that nothing goes stale
		_kontrakttjek_words "$("${COMP_WORDS[0]}" "$command" --help \
		    2>/dev/null | sed -n 's/^  \(-[a-z], \)\?\(--[a-z-]*\).*/\2/p')" \
		    "$current"
		return
	fi
	if [[ $COMP_CWORD -eq 1 ]]; then
		_kontrakttjek_words "$commands" "$current"
		if [[ ${#COMPREPLY[@]} -eq 0 || -z $current ]]; then
			local found=("${COMPREPLY[@]}")
			_kontrakttjek_files "$current"
			COMPREPLY=("${found[@]}" "${COMPREPLY[@]}")
		fi
		return
	fi
	case $command in
	explain) _kontrakttjek_words "$(_kontrakttjek_ids rules)" "$current" ;;
	list)
		_kontrakttjek_words \
		    $'rules\npacks\nprofiles\nplugins\nchecks\nfunctions\nkinds' "$current" ;;
	test | lint)
		_kontrakttjek_words "$(_kontrakttjek_ids packs)" "$current" ;;
	waiver | baseline)
		if [[ $COMP_CWORD -gt 2 ]]; then
			_kontrakttjek_files "$current"
		elif [[ $command == waiver ]]; then
			_kontrakttjek_words $'list\nlint\nadd\nprune' "$current"
		else
			_kontrakttjek_words $'create\nprune' "$current"
		fi ;;
	new) _kontrakttjek_words $'kontrakt\ntakstblad' "$current" ;;
	help) _kontrakttjek_words "$commands" "$current" ;;
	version | parameters) ;;
	*) _kontrakttjek_files "$current" ;;
	esac
}

complete -F _kontrakttjek kontrakttjek
