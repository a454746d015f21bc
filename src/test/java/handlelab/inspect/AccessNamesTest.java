package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Win32;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of masks, with the masks that Windows programs really have. */
class AccessNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "File;0x120089;FILE_GENERIC_READ",
        "File;0x160089;FILE_GENERIC_READ | WRITE_DAC",
        "File;0x120116;FILE_GENERIC_WRITE",
        "File;0x12019f;FILE_GENERIC_READ | FILE_GENERIC_WRITE",
        "File;0x1200a9;FILE_GENERIC_READ | FILE_GENERIC_EXECUTE",
        "File;0x1f01ff;FILE_ALL_ACCESS",
        "File;0x100080;FILE_READ_ATTRIBUTES | SYNCHRONIZE",
        "File;0x100020;FILE_EXECUTE | SYNCHRONIZE",
        "File;0x40;FILE_DELETE_CHILD",
        "Process;0x1fffff;PROCESS_ALL_ACCESS",
        "Process;0x1478;"
            + "PROCESS_VM_OPERATION | PROCESS_VM_READ | PROCESS_VM_WRITE | PROCESS_DUP_HANDLE"
            + " | PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION",
        "Process;0x101000;PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE",
        "Process;0x8000;0x8000",
        "Thread;0x1fffff;THREAD_ALL_ACCESS",
        "Thread;0x802;THREAD_SUSPEND_RESUME | THREAD_QUERY_LIMITED_INFORMATION",
        "Event;0x1f0003;EVENT_ALL_ACCESS",
        "Event;0x100002;EVENT_MODIFY_STATE | SYNCHRONIZE",
        "Mutant;0x1f0001;MUTANT_ALL_ACCESS",
        "Semaphore;0x1f0003;SEMAPHORE_ALL_ACCESS",
        "Section;0xf001f;SECTION_ALL_ACCESS",
        "Section;0x6;SECTION_MAP_WRITE | SECTION_MAP_READ",
        "Key;0xf003f;KEY_ALL_ACCESS",
        "Key;0x20019;KEY_READ",
        "Key;0x20119;KEY_READ | KEY_WOW64_64KEY",
        "Key;0x1;KEY_QUERY_VALUE",
        "Token;0xf01ff;TOKEN_ALL_ACCESS",
        "Token;0x8;TOKEN_QUERY",
        "Token;0x20008;TOKEN_READ",
        "Job;0x1f003f;JOB_OBJECT_ALL_ACCESS",
        "Directory;0x3;DIRECTORY_QUERY | DIRECTORY_TRAVERSE",
        "Directory;0xf000f;DIRECTORY_ALL_ACCESS",
        "WindowStation;0xf037f;WINSTA_ALL_ACCESS | STANDARD_RIGHTS_REQUIRED",
        "IoCompletion;0x1f0003;IO_COMPLETION_ALL_ACCESS",
        "ALPC Port;0x1f0001;PORT_ALL_ACCESS",
        "Nobody;0x1f0003;STANDARD_RIGHTS_REQUIRED | SYNCHRONIZE | 0x3",
        "Nobody;0x80000000;GENERIC_READ",
        "File;0;none",
      })
  void aMaskHasTheNamesOfTheHeaders(String type, String mask, String expected) {
    assertEquals(expected, AccessNames.text(type, Long.decode(mask).intValue()));
  }

  /** Each constant of the contract and the name that stands for it here are the same bits. */
  @Test
  void theContractsConstantsAreNamedSo() throws IllegalAccessException {
    Map<String, String> typesByPrefix =
        Map.of("PROCESS_", "Process", "THREAD_", "Thread", "FILE_", "File");
    int checked = 0;
    for (Field field : Win32.class.getFields()) {
      String type =
          typesByPrefix.entrySet().stream()
              .filter(entry -> field.getName().startsWith(entry.getKey()))
              .map(Map.Entry::getValue)
              .findAny()
              .orElse(null);
      boolean isRight =
          type != null
              && Modifier.isStatic(field.getModifiers())
              && !field
                  .getName()
                  .matches("FILE_(SHARE|FLAG|ATTRIBUTE|TYPE)_.*|PROCESS_NAME_NATIVE");
      if (isRight) {
        assertEquals(List.of(field.getName()), AccessNames.decode(type, field.getInt(null)));
        checked++;
      }
    }
    assertTrue(checked > 35, "only " + checked);
  }

  /** Nothing is lost and nothing invented: single bits have names of their own or stay numbers. */
  @Test
  void everySingleBitIsNamedOnce() {
    for (String type : List.of("File", "Process", "Thread", "Key", "Event", "Nobody")) {
      for (int bit = 0; bit < 32; bit++) {
        assertEquals(1, AccessNames.decode(type, 1 << bit).size(), type + " bit " + bit);
      }
    }
  }
}
