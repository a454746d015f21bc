package handlelab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the scripts by which a shell completes the program's commands and options. Stateless. */
public final class Completion {
  private Completion() {}

  /**
   * The script for bash.
   *
   * @param summaries the commands' names to what each does
   * @param usages the usages of the same commands
   */
  public static String bash(Map<String, String> summaries, List<Usage> usages) {
    StringBuilder choices = new StringBuilder();
    StringBuilder options = new StringBuilder();
    for (Usage usage : usages) {
      List<String> names = new ArrayList<>();
      for (Option option : described(usage)) {
        names.add(option.name());
        if (!option.choices().isEmpty()) {
          choices.append("    ").append(usage.name()).append(',').append(option.name());
          choices.append(") words='").append(String.join(" ", option.choices())).append("' ;;\n");
        }
      }
      options.append("      ").append(usage.name()).append(") words='");
      options.append(String.join(" ", names)).append("' ;;\n");
    }
    return """
    # bash completion of handlelab; in ~/.bashrc: source <(handlelab completion bash)
    _handlelab() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=
      if [ "$current" = = ]; then
        current=
      elif [ "$previous" = = ]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
      fi
      case ${COMP_WORDS[1]},$previous in
    %s  esac
      if [ "$COMP_CWORD" = 1 ]; then
        words='%s'
      elif [ -z "$words" ] && [[ $current == -* ]]; then
        case ${COMP_WORDS[1]} in
    %s    esac
      fi
      COMPREPLY=($(compgen -W "$words" -- "$current"))
    }
    complete -o default -F _handlelab handlelab
    """
        .formatted(choices, String.join(" ", summaries.keySet()), options);
  }

  /**
   * The script for zsh.
   *
   * @param summaries the commands' names to what each does
   * @param usages the usages of the same commands
   */
  public static String zsh(Map<String, String> summaries, List<Usage> usages) {
    StringBuilder commands = new StringBuilder();
    for (Map.Entry<String, String> command : summaries.entrySet()) {
      commands.append("      ");
      commands.append(quoted(command.getKey() + ":" + escaped(command.getValue()))).append('\n');
    }
    StringBuilder options = new StringBuilder();
    for (Usage usage : usages) {
      options.append("    ").append(usage.name()).append(")\n      _arguments \\\n");
      for (Option option : described(usage)) {
        options.append("        ").append(quoted(zshSpec(option))).append(" \\\n");
      }
      options.append("        '*:word:_default' ;;\n");
    }
    return """
    #compdef handlelab
    # zsh completion of handlelab; in ~/.zshrc, after compinit: source <(handlelab completion zsh)
    _handlelab() {
      if (( CURRENT == 2 )); then
        local -a commands=(
    %s    )
        _describe command commands
        return
      fi
      local command=$words[2]
      shift words
      (( CURRENT-- ))
      case $command in
    %s  esac
    }
    if [ "$funcstack[1]" = _handlelab ]; then
      _handlelab "$@"
    else
      compdef _handlelab handlelab
    fi
    """
        .formatted(commands, options);
  }

  private static String zshSpec(Option option) {
    String spec =
        (option.repeatable() ? "*" : "")
            + option.name()
            + (option.takesValue() ? "=" : "")
            + "["
            + escaped(option.description())
            + "]";
    if (!option.takesValue()) {
      return spec;
    }
    String values =
        option.choices().isEmpty()
            ? option.isFile() ? "_files" : ""
            : "(" + String.join(" ", option.choices()) + ")";
    return spec + ":" + escaped(option.label()) + ":" + values;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static List<Option> described(Usage usage) {
    return usage.options().stream().filter(option -> option.description() != null).toList();
  }
}
