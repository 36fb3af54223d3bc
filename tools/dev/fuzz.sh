# shellcheck shell=bash
# shellcheck disable=SC2154 # log_dir is set by steps.sh
# ./dev fuzz: libFuzzer on what strangers send, then how many lines of each parser were reached. Sourced by ./dev.

fuzz_targets=(request_guard response_framer event_splitters json_slices apply_file client_requests provider_answers)

# The files whose lines count, by target.
fuzzed_files() {
    case $1 in
        request_guard) echo server/http/{RequestFramer,BodyCollector,BodyInflater}.cpp ;;
        response_framer) echo server/upstream/ResponseFramer.cpp ;;
        event_splitters) echo server/upstream/{SseSplitter,NdjsonSplitter,FrameBuffer}.cpp \
            server/providers/openai/OpenAiStreamScanner.cpp ;;
        json_slices) echo server/llm/JsonScan.cpp server/surfaces/openai/OpenAiChatRequest.cpp ;;
        apply_file) echo server/config/{YamlDocument,ConfigEditor,ConfigValidation,FieldReader,FieldKinds,DocumentPlace}.cpp ;;
        client_requests) echo server/llm/{JsonDocument,JsonWriter,SchemaSubset}.cpp \
            server/surfaces/{openai/OpenAiChatMessages,openai/OpenAiChatParameters,responses/ResponsesItems,responses/ResponsesRequest}.cpp \
            server/surfaces/{anthropic/AnthropicBlocks,anthropic/AnthropicRequest,gemini/GeminiContents,gemini/GeminiParameters,ollama/OllamaRequest}.cpp ;;
        provider_answers) echo server/llm/StreamOrder.cpp \
            server/providers/{openai/OpenAiChatReader,anthropic/AnthropicChatReader,gemini/GeminiChatReader,ollama/OllamaChatReader}.cpp \
            server/surfaces/{openai/OpenAiStreamEncoder,anthropic/AnthropicStreamEncoder,responses/ResponsesStreamEncoder,gemini/GeminiStreamEncoder}.cpp ;;
    esac
}

# Inputs that are kept: what the fuzzer starts from.
fuzz_inputs() {
    local folder
    for folder in "tests/fuzz/corpus/$1" "tests/fuzz/regressions/$1"; do
        [[ ! -d $folder ]] || echo "$folder"
    done
    case $1 in
        event_splitters) echo tests/fixtures/sse ;;
        apply_file) printf '%s\n' tests/fixtures/config/good tests/fixtures/config/bad ;;
        client_requests) printf '%s\n' tests/fixtures/protocols/requests/* ;;
        provider_answers) printf '%s\n' tests/fixtures/protocols/answers/* ;;
    esac
}

command_fuzz() {
    local minutes=10 chosen=() target
    while (($# > 0)); do
        case $1 in
            --minutes) minutes=${2:-} && shift ;;
            --minutes=*) minutes=${1#*=} ;;
            *) chosen+=("$1") ;;
        esac
        shift
    done
    [[ $minutes =~ ^[1-9][0-9]*$ ]] || die "--minutes takes a whole number, not '$minutes'."
    ((${#chosen[@]} > 0)) || chosen=("${fuzz_targets[@]}")
    for target in "${chosen[@]}"; do
        [[ " ${fuzz_targets[*]} " == *" $target "* ]] || die "There is no fuzz target '$target'; there are: ${fuzz_targets[*]}"
    done
    install_packages fuzz
    configure fuzz
    build fuzz "Build the fuzz targets" --target "${chosen[@]/#/fuzz_}"
    local failed=0
    for target in "${chosen[@]}"; do
        run_fuzzer "$target" "$minutes"
        show_fuzz_coverage "$target" || failed=1
    done
    ((failed == 0)) || die "Fewer than 80 % of a parser's lines were reached: add inputs to tests/fuzz/corpus."
}

run_fuzzer() {
    local target=$1 minutes=$2 grown="build/fuzz/grown/$1" found="build/fuzz/found/$1" inputs
    mkdir -p "$grown" "$found"
    mapfile -t inputs < <(fuzz_inputs "$target")
    export UBSAN_OPTIONS=print_stacktrace=1
    LLVM_PROFILE_FILE=/dev/null step "Fuzz $target for $minutes min" \
        "copy the input from $found to tests/fuzz/regressions/$target under a name that says what is wrong, and fix the code" \
        "build/fuzz/bin/fuzz_$target" -max_total_time=$((minutes * 60)) -max_len=8192 -timeout=20 -rss_limit_mb=3000 \
        -print_final_stats=1 "-dict=tests/fuzz/dictionaries/$target.dict" "-artifact_prefix=$found/" "$grown" "${inputs[@]}"
    sed -n 's/^stat::number_of_executed_units: */       executions: /p' "$log_dir/fuzz-$(tr _ - <<<"$target")-for-$minutes-min"*.log
}

show_fuzz_coverage() {
    local target=$1 program="build/fuzz/bin/fuzz_$1" raw="build/fuzz/$1.profraw" merged="build/fuzz/$1.profdata" inputs files
    mapfile -t inputs < <(fuzz_inputs "$target")
    files=$(fuzzed_files "$target")
    LLVM_PROFILE_FILE=$raw "$program" -runs=0 -max_len=65536 "build/fuzz/grown/$target" "${inputs[@]}" >"$log_dir/fuzz-coverage.log" 2>&1
    llvm-profdata merge -sparse "$raw" -o "$merged"
    llvm-cov report "$program" "-instr-profile=$merged" | awk -v files="$files" '
        BEGIN { split(files, list, " "); for (i in list) wanted[list[i]] = 1 }
        { sub("^(\\.\\./)*", "", $1) } # only where the sources have no common folder
        $1 in wanted { missed = $9; lines = $8; share = 100 * (lines - missed) / lines; ++found
                       printf "       %-48s %4d of %4d lines, %5.1f %%\n", $1, lines - missed, lines, share
                       if (share < 80) low = 1 }
        END { exit low || !found }'
}
